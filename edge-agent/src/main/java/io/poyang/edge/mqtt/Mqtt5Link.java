package io.poyang.edge.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A link over Paho's MQTT 5 client. */
final class Mqtt5Link implements Link {
  private static final int REFUSED = 0x80;

  private final MqttConfig config;
  private final LinkSockets sockets = new LinkSockets();
  private final MqttConnectionOptions options;
  private final MqttAsyncClient client;

  Mqtt5Link(MqttConfig config) throws LinkException {
    this.config = config;
    options = options();
    try {
      client =
          new MqttAsyncClient(config.server().uri(), config.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw failure(e);
    }
    client.setManualAcks(true);
  }

  private MqttConnectionOptions options() throws LinkException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(config.sessionExpiry().toSeconds());
    options.setReceiveMaximum(MOST_UNACKNOWLEDGED);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(TIMEOUT_SECONDS);
    options.setUseSubscriptionIdentifiers(false);
    options.setSocketFactory(sockets.factory(config));
    options.setUserName(config.username());
    if (config.password() != null) {
      options.setPassword(config.password().reveal().getBytes(StandardCharsets.UTF_8));
    }
    return options;
  }

  @Override
  public List<String> open(Listener listener) throws LinkException {
    client.setCallback(new Callback(listener, config));
    try {
      IMqttToken greeting = client.connect(options);
      greeting.waitForCompletion(TIMEOUT_SECONDS * 1_000L);
      listener.greeted(greeting.getSessionPresent());
      MqttSubscription[] wanted =
          config.subscriptions().entrySet().stream()
              .map(filter -> new MqttSubscription(filter.getKey(), filter.getValue()))
              .toArray(MqttSubscription[]::new);
      IMqttToken answer = client.subscribe(wanted);
      answer.waitForCompletion(TIMEOUT_SECONDS * 1_000L);
      List<String> refused = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        if (answer.getReasonCodes()[i] >= REFUSED) {
          refused.add(wanted[i].getTopic());
        }
      }
      return refused;
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  private LinkException failure(MqttException e) {
    return new LinkException(LossReason.of(e.getReasonCode(), e, config), e);
  }

  @Override
  public void acknowledge(int id) {
    try {
      client.messageArrivedComplete(id, 1);
    } catch (MqttException e) {
      // The connection went first.
    }
  }

  @Override
  public void cut() {
    sockets.cut();
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnect(0).waitForCompletion(LEAVE_MILLIS);
      }
    } catch (MqttException e) {
      // No farewell then.
    }
    cut();
    try {
      client.close(true);
    } catch (MqttException e) {
      // Its socket is closed, so its threads end.
    }
  }

  private record Callback(Listener listener, MqttConfig config) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      int id = message.getQos() == 0 ? 0 : message.getId();
      listener.arrived(new Message(topic, message.getPayload(), id, message.isRetained()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException e = response.getException();
      listener.lost(
          LossReason.of(e == null ? response.getReturnCode() : e.getReasonCode(), e, config));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String server) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
