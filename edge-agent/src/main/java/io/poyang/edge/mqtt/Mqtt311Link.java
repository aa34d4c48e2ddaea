package io.poyang.edge.mqtt;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * A link over Paho's MQTT 3.1.1 client. This version cannot tell the broker how many messages may
 * be under way; the broker's own limit holds, and Paho's queue of ten before TCP pushes back.
 */
final class Mqtt311Link implements Link {
  private static final int REFUSED = 0x80;

  private final MqttConfig config;
  private final LinkSockets sockets = new LinkSockets();
  private final MqttConnectOptions options;
  private final MqttAsyncClient client;

  Mqtt311Link(MqttConfig config) throws LinkException {
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

  private MqttConnectOptions options() throws LinkException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setAutomaticReconnect(false);
    options.setCleanSession(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(TIMEOUT_SECONDS);
    options.setSocketFactory(sockets.factory(config));
    options.setUserName(config.username());
    if (config.password() != null) {
      options.setPassword(config.password().reveal().toCharArray());
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
      String[] filters = config.subscriptions().keySet().toArray(new String[0]);
      int[] qos = config.subscriptions().values().stream().mapToInt(Integer::intValue).toArray();
      IMqttToken answer = client.subscribe(filters, qos);
      answer.waitForCompletion(TIMEOUT_SECONDS * 1_000L);
      List<String> refused = new ArrayList<>();
      for (int i = 0; i < filters.length; i++) {
        if (answer.getGrantedQos()[i] >= REFUSED) {
          refused.add(filters[i]);
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
    public void connectionLost(Throwable e) {
      int code = e instanceof MqttException mqtt ? mqtt.getReasonCode() : 0;
      listener.lost(LossReason.of(code, e, config));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
