package io.poyang.edge.uplink;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real MQTT 5 endpoint on the loopback interface that answers when it is told to. */
public final class MqttIngest implements FarIngest {
  private record Open(MqttEndpoint endpoint, int id) {}

  private final Vertx vertx = Vertx.vertx();
  private final MqttServer server;
  private final List<Received> received = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private final String password;
  private @Nullable MqttEndpoint endpoint;
  private boolean answersAtOnce;

  /**
   * @param key a PKCS12 file with the password {@code secret}, to encrypt with; null for plain
   */
  public MqttIngest(String password, @Nullable Path key) throws Exception {
    this.password = password;
    MqttServerOptions options =
        new MqttServerOptions().setHost("127.0.0.1").setPort(0).setMaxMessageSize(1 << 20);
    options.setReceiveBufferSize(1 << 20);
    if (key != null) {
      options.setSsl(true);
      options.setKeyCertOptions(new PfxOptions().setPath(key.toString()).setPassword("secret"));
    }
    server = MqttServer.create(vertx, options).endpointHandler(this::welcome);
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  public int port() {
    return server.actualPort();
  }

  /** From now on acknowledges whatever arrives. */
  public synchronized void answerAtOnce() {
    answersAtOnce = true;
    answer(0);
  }

  private synchronized void welcome(MqttEndpoint newcomer) {
    MqttAuth auth = newcomer.auth();
    if (auth == null
        || !auth.getPassword().equals(password)
        || !auth.getUsername().equals(newcomer.clientIdentifier())) {
      newcomer.reject(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD);
      return;
    }
    newcomer.publishHandler(message -> take(newcomer, message));
    newcomer.accept(false);
    endpoint = newcomer;
  }

  private synchronized void take(MqttEndpoint from, MqttPublishMessage message) {
    String topic = message.topicName();
    received.add(
        new Received(
            topic.substring(topic.lastIndexOf('/') + 1), message.payload().getBytes().clone()));
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      open.add(new Open(from, message.messageId()));
      if (answersAtOnce) {
        answer(0);
      }
    }
  }

  @Override
  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public synchronized void answer(int code) {
    MqttPubAckReasonCode reason =
        Arrays.stream(MqttPubAckReasonCode.values())
            .filter(known -> Byte.toUnsignedInt(known.value()) == code)
            .findFirst()
            .orElseThrow();
    MqttProperties said = new MqttProperties();
    if (code != 0) {
      said.add(
          new MqttProperties.StringProperty(
              MqttProperties.MqttPropertyType.REASON_STRING.value(), "said by the test"));
    }
    while (!open.isEmpty()) {
      Open oldest = open.remove();
      if (oldest.endpoint().isConnected()) {
        oldest.endpoint().publishAcknowledge(oldest.id(), reason, said);
      }
    }
  }

  @Override
  public synchronized void cut() {
    open.clear();
    MqttEndpoint known = endpoint;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
