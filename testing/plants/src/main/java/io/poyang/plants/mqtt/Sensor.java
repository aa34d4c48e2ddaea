package io.poyang.plants.mqtt;

import org.eclipse.paho.client.mqttv3.DisconnectedBufferOptions;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * One device on the site's network that publishes what it measures with QoS 1. While the broker is
 * away it remembers its last thousand messages and sends them afterwards.
 */
final class Sensor implements AutoCloseable {
  private static final int REMEMBERED = 1_000;
  private static final long PATIENCE_MILLIS = 5_000;

  private final MqttAsyncClient client;

  Sensor(String name, String broker) {
    try {
      client = new MqttAsyncClient(broker, name, new MemoryPersistence());
    } catch (MqttException e) {
      throw new IllegalStateException("sensor " + name + ": " + e.getMessage(), e);
    }
    DisconnectedBufferOptions memory = new DisconnectedBufferOptions();
    memory.setBufferEnabled(true);
    memory.setBufferSize(REMEMBERED);
    memory.setDeleteOldestMessages(true);
    client.setBufferOpts(memory);
  }

  void connect(String user, String password) throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    options.setCleanSession(true);
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(2_000);
    options.setMaxInflight(REMEMBERED);
    client.connect(options).waitForCompletion(PATIENCE_MILLIS);
  }

  void publish(String topic, byte[] payload) throws MqttException {
    client.publish(topic, payload, 1, false);
  }

  @Override
  public void close() throws MqttException {
    // Politely where the broker listens, otherwise at once.
    client.disconnectForcibly(200, 200, client.isConnected());
    client.close(true);
  }
}
