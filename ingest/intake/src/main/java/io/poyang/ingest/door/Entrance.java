package io.poyang.ingest.door;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.Reception;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of the door: lets clients in, or sends them away with the reason. */
final class Entrance extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final int MQTT_5 = 5;

  /** Also how long a stranger who speaks another protocol holds a socket. */
  private static final int SECONDS_TO_CONNECT = 5;

  private static final int LONGEST_CLIENT_ID = 256;

  private final Reach reach;
  private final int port;
  private final ConcurrentMap<String, Connection> connections;
  private final Reception reception;
  private final MqttServerOptions options;
  private volatile int actualPort;

  Entrance(Reach reach, int port, ConcurrentMap<String, Connection> connections) {
    this.reach = reach;
    this.port = port;
    this.connections = connections;
    this.reception = reach.intake().reception();
    this.options = options(reach.settings(), port);
  }

  private static MqttServerOptions options(DoorSettings settings, int port) {
    MqttServerOptions options = new MqttServerOptions();
    int largest = (int) settings.largestMessage().bytes();
    options
        .setHost(settings.host())
        .setPort(port)
        .setMaxMessageSize(largest)
        .setMaxClientIdLength(LONGEST_CLIENT_ID)
        .setAutoClientId(false)
        .setTimeoutOnConnect(SECONDS_TO_CONNECT)
        .setTcpKeepAlive(true)
        .setTcpNoDelay(true);
    settings
        .tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString())));
    return options;
  }

  int actualPort() {
    return actualPort;
  }

  @Override
  public Future<?> start() {
    context.exceptionHandler(this::stumbled);
    MqttServer server = MqttServer.create(vertx, options);
    server.endpointHandler(this::meet);
    return server
        .listen(port, reach.settings().host())
        .onSuccess(listening -> actualPort = listening.actualPort());
  }

  /** What a client provokes, such as a first packet that is no CONNECT, stays its own affair. */
  private void stumbled(Throwable failure) {
    reach.meters().brokenPackets.increment();
    if (reach.occasional().isDue("stumble " + failure, reach.clock().instant())) {
      LOG.warn("door: a packet could not be handled; its sender is not acknowledged", failure);
    }
  }

  private void meet(MqttEndpoint endpoint) {
    MqttAuth shown = endpoint.auth();
    Optional<EdgeAccess> access =
        shown == null
            ? Optional.empty()
            : reach.edges().authenticate(shown.getUsername(), shown.getPassword());
    if (access.isEmpty()) {
      sendAway(endpoint, shown == null ? "without a name and password" : shown.getUsername());
    } else {
      letIn(endpoint, access.get());
    }
  }

  private void sendAway(MqttEndpoint endpoint, String who) {
    reach.meters().authenticationFailures.increment();
    // The name is the client's own word: shortened, and on one line.
    String name = who.substring(0, Math.min(who.length(), 64)).replaceAll("[^ -~]", "?");
    String host = endpoint.remoteAddress().hostAddress();
    if (reach.occasional().isDue("login " + name + "@" + host, reach.clock().instant())) {
      LOG.warn(
          "door: refused '{}' from {}: no such edge or a wrong password; compare the agent's"
              + " uplink with the server's list of edges",
          name,
          host);
    }
    endpoint.reject(
        endpoint.protocolVersion() >= MQTT_5
            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
  }

  private void letIn(MqttEndpoint endpoint, EdgeAccess access) {
    boolean nameless = endpoint.clientIdentifier() == null;
    if (nameless) {
      endpoint.setClientIdentifier(UUID.randomUUID().toString());
    }
    Connection connection = new Connection(endpoint, context, access, reception, reach);
    Connection older = connections.put(connection.client(), connection);
    if (older != null) {
      reach.meters().takeovers.increment();
      older.makeWay();
    }
    reach.edges().connected(access.edge(), reach.clock().instant());
    endpoint.publishAutoAck(false);
    endpoint.publishHandler(connection::publish);
    endpoint.publishReleaseHandler(connection::publishRelease);
    endpoint.subscribeHandler(message -> refuse(endpoint, message));
    endpoint.unsubscribeHandler(message -> refuse(endpoint, message));
    endpoint.exceptionHandler(failure -> broken(connection, failure));
    endpoint.closeHandler(unused -> gone(connection));
    if (endpoint.protocolVersion() >= MQTT_5) {
      endpoint.accept(false, terms(endpoint, nameless));
    } else {
      endpoint.accept(false);
    }
    LOG.info(
        "door: edge {} connected from {} as {} with MQTT {}",
        access.edge(),
        connection.from(),
        endpoint.clientIdentifier(),
        endpoint.protocolVersion() >= MQTT_5 ? "5" : "3.1.1");
  }

  /** What an MQTT 5 client is told to keep to. */
  private MqttProperties terms(MqttEndpoint endpoint, boolean nameless) {
    MqttProperties terms = new MqttProperties();
    terms.add(
        new IntegerProperty(
            MqttPropertyType.RECEIVE_MAXIMUM.value(), reach.settings().receiveMaximum()));
    terms.add(
        new IntegerProperty(
            MqttPropertyType.MAXIMUM_PACKET_SIZE.value(),
            (int) reach.settings().largestMessage().bytes()));
    terms.add(new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), 0));
    terms.add(new IntegerProperty(MqttPropertyType.RETAIN_AVAILABLE.value(), 0));
    // Some clients end a connection that gives them a name though they have one.
    if (nameless) {
      terms.add(
          new StringProperty(
              MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), endpoint.clientIdentifier()));
    }
    return terms;
  }

  /** Nothing is published here, so there is nothing to subscribe to. */
  private static void refuse(MqttEndpoint endpoint, MqttSubscribeMessage message) {
    endpoint.subscribeAcknowledge(
        message.messageId(),
        message.topicSubscriptions().stream()
            .map(
                unused ->
                    endpoint.protocolVersion() >= MQTT_5
                        ? MqttSubAckReasonCode.NOT_AUTHORIZED
                        : MqttSubAckReasonCode.UNSPECIFIED_ERROR)
            .toList(),
        MqttProperties.NO_PROPERTIES);
  }

  private static void refuse(MqttEndpoint endpoint, MqttUnsubscribeMessage message) {
    endpoint.unsubscribeAcknowledge(
        message.messageId(),
        message.topics().stream()
            .map(unused -> MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
            .toList(),
        MqttProperties.NO_PROPERTIES);
  }

  private void broken(Connection connection, Throwable failure) {
    if (failure instanceof java.io.IOException) {
      return;
    }
    reach.meters().brokenPackets.increment();
    if (reach.occasional().isDue("packet " + connection.client(), reach.clock().instant())) {
      LOG.warn(
          "door: closing {} from {}: {}; the largest packet is {} bytes",
          connection.client(),
          connection.from(),
          failure.getMessage(),
          reach.settings().largestMessage().bytes());
    }
    connection.disconnect(
        failure instanceof TooLongFrameException
            ? MqttDisconnectReasonCode.PACKET_TOO_LARGE
            : MqttDisconnectReasonCode.MALFORMED_PACKET);
  }

  private void gone(Connection connection) {
    connections.remove(connection.client(), connection);
    connection.leave();
    reach.edges().disconnected(connection.access().edge());
    LOG.info("door: edge {} disconnected, {}", connection.access().edge(), connection.from());
  }
}
