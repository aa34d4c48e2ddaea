package io.poyang.edge.uplink;

import io.poyang.edge.socket.Sockets;
import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's life, with a Paho client of its own, so that nothing of a lost connection is
 * left in the next one. Paho is a socket here: it keeps nothing and resends nothing.
 */
final class MqttConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttConnection.class);
  private static final int KEEP_ALIVE_SECONDS = 15;
  private static final int CONNECT_SECONDS = 10;
  private static final int GOODBYE_MILLIS = 200;

  /** Of what the server takes at a time, this much is left for the catalogue and the status. */
  private static final int SPARE = 2;

  /** Room for the topic and the header of a packet. */
  private static final int FRAME_BYTES = 256;

  private static final int TOO_LARGE = 0x95;
  private static final int FIRST_ERROR_CODE = 0x80;

  private final EdgeId edge;
  private final UplinkConfig config;
  private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private volatile long mostBytes = Long.MAX_VALUE;
  private @Nullable MqttAsyncClient client;

  MqttConnection(EdgeId edge, UplinkConfig config) {
    this.edge = edge;
    this.config = config;
  }

  /**
   * Connects.
   *
   * @return how many batches may be unacknowledged
   * @throws UplinkLostException where that failed; the message names the server and the mend
   */
  int open() throws InterruptedException {
    try {
      MqttAsyncClient fresh = new MqttAsyncClient(address(), edge.value(), new MemoryPersistence());
      client = fresh;
      fresh.setCallback(new Losses());
      CompletableFuture<IMqttToken> answer = new CompletableFuture<>();
      lost.thenAccept(why -> answer.completeExceptionally(new UplinkLostException(why)));
      fresh.connect(options(), null, new Answer(answer));
      IMqttToken token = answer.get(CONNECT_SECONDS, TimeUnit.SECONDS);
      MqttProperties properties = token.getResponseProperties();
      Long largest = properties == null ? null : properties.getMaximumPacketSize();
      mostBytes = largest == null ? Long.MAX_VALUE : largest - FRAME_BYTES;
      Integer most = properties == null ? null : properties.getReceiveMaximum();
      return most == null ? config.inFlight() : Math.clamp(most - SPARE, 1, config.inFlight());
    } catch (MqttException e) {
      throw new UplinkLostException(reason(e));
    } catch (ExecutionException e) {
      throw new UplinkLostException(
          e.getCause() instanceof MqttException cause
              ? reason(cause)
              : String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (TimeoutException e) {
      throw new UplinkLostException(noAnswer("no answer in " + CONNECT_SECONDS + " s"));
    } catch (IOException | GeneralSecurityException e) {
      throw new UplinkLostException(
          "edge.uplink.ca %s cannot be used (%s): give a PEM file with the server's certificate"
                  .formatted(config.ca().map(Object::toString).orElse("default"), e.getMessage())
              + " authority");
    }
  }

  private String address() {
    return "%s://%s:%d"
        .formatted(config.encrypted() ? "ssl" : "tcp", config.server().getHost(), config.port());
  }

  private MqttConnectionOptions options() throws IOException, GeneralSecurityException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName(edge.value());
    options.setPassword(config.password().reveal().getBytes(StandardCharsets.UTF_8));
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    if (config.encrypted()) {
      options.setSocketFactory(Sockets.encrypted(config.ca(), made -> {}));
      options.setHttpsHostnameVerificationEnabled(true);
    } else {
      options.setSocketFactory(Sockets.plain(made -> {}));
    }
    return options;
  }

  private String reason(MqttException e) {
    return switch (e.getReasonCode()) {
      case MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
          MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED ->
          "%s refuses edge %s (reason code 0x%02x): see that the server lists this edge and that"
                  .formatted(config.server(), edge, e.getReasonCode())
              + " uplink.password is its password";
      default -> {
        Throwable cause = e.getCause();
        Throwable told = cause == null ? e : cause;
        yield noAnswer(told.getMessage() == null ? told.toString() : told.getMessage());
      }
    };
  }

  private String noAnswer(String why) {
    return "%s does not answer (%s): see that the server runs and that uplink.server is its address"
        .formatted(config.server(), why);
  }

  /** Waits for the end of this connection and says why it came. */
  String awaitLoss() {
    return lost.join();
  }

  /** Ends this connection from our side. */
  void leave() {
    lost.complete("closed");
  }

  CompletionStage<Void> publish(String topic, byte[] payload) {
    CompletableFuture<Void> receipt = new CompletableFuture<>();
    MqttAsyncClient connected = client;
    if (connected == null || lost.isDone()) {
      receipt.completeExceptionally(new UplinkLostException("uplink is not connected"));
      return receipt;
    }
    if (payload.length > mostBytes) {
      // Paho would drop the connection over it, and again after each reconnect.
      receipt.completeExceptionally(new UplinkRefusedException(TOO_LARGE));
      return receipt;
    }
    open.add(receipt);
    try {
      connected.publish(topic, message(payload, 1), null, new Receipt(receipt));
    } catch (MqttException e) {
      fail(receipt, String.valueOf(e.getMessage()));
    }
    if (lost.isDone()) {
      fail(receipt, "connection was lost");
    }
    return receipt;
  }

  void publishOnce(String topic, byte[] payload) {
    MqttAsyncClient connected = client;
    if (connected != null && !lost.isDone()) {
      try {
        connected.publish(topic, message(payload, 0));
      } catch (MqttException e) {
        log.debug("uplink of edge {}: status not sent: {}", edge, e.getMessage());
      }
    }
  }

  private static MqttMessage message(byte[] payload, int qos) {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(qos);
    return message;
  }

  private void fail(CompletableFuture<Void> receipt, String why) {
    open.remove(receipt);
    receipt.completeExceptionally(new UplinkLostException(config.server() + ": " + why));
  }

  /** Fails whatever is not acknowledged. */
  void failOpen() {
    open.forEach(receipt -> fail(receipt, "connection was lost"));
  }

  @Override
  public void close() {
    lost.complete("closed");
    failOpen();
    MqttAsyncClient done = client;
    if (done == null) {
      return;
    }
    try {
      // Also where it never connected: a client that still waits for its CONNACK would else get it
      // later, and as the newer session of one id push out the connection that works by then.
      done.disconnectForcibly(0, GOODBYE_MILLIS, done.isConnected());
    } catch (MqttException | RuntimeException e) {
      log.debug("uplink of edge {}: Paho did not leave cleanly: {}", edge, e.getMessage());
    }
    try {
      done.close();
    } catch (MqttException | RuntimeException e) {
      log.debug("uplink of edge {}: Paho did not close cleanly: {}", edge, e.getMessage());
    }
  }

  /** Turns a CONNACK into a value. */
  private record Answer(CompletableFuture<IMqttToken> answer) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      answer.complete(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }

  /** Turns a PUBACK into the completion of its stage. */
  private final class Receipt implements MqttActionListener {
    private final CompletableFuture<Void> receipt;

    Receipt(CompletableFuture<Void> receipt) {
      this.receipt = receipt;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      open.remove(receipt);
      int[] codes = token.getReasonCodes();
      int code = codes == null || codes.length == 0 ? 0 : codes[0];
      if (code >= FIRST_ERROR_CODE) {
        MqttProperties said = token.getResponseProperties();
        receipt.completeExceptionally(
            new UplinkRefusedException(code, said == null ? null : said.getReasonString()));
      } else {
        receipt.complete(null);
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      fail(receipt, String.valueOf(cause.getMessage()));
    }
  }

  private final class Losses implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException cause = response.getException();
      String why =
          response.getReturnCode() == MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER
              ? "another client uses the name of this edge: give every agent an edge id of its own"
              : cause == null
                  ? "reason code 0x%02x %s"
                      .formatted(
                          response.getReturnCode(),
                          response.getReasonString() == null ? "" : response.getReasonString())
                  : String.valueOf(cause.getMessage());
      lost.complete(config.server() + " ended the connection (" + why.strip() + ")");
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      log.debug("uplink of edge {}: {}", edge, exception.getMessage());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String server) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
