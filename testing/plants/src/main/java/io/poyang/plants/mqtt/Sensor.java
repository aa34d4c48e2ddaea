package io.poyang.plants.mqtt;

import org.eclipse.paho.client.mqttv3.DisconnectedBufferOptions;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device on the site's network that publishes what it measures with QoS 1. While the broker is
 * away it remembers its last thousand messages and sends them afterwards.
 */
final class Sensor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sensor.class);
  private static final int REMEMBERED = 1_000;
  private static final long PATIENCE_MILLIS = 500;

  private final MqttAsyncClient client;
  private @Nullable IMqttToken leaving;

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

  /** Begins to connect; the token tells when it has. */
  IMqttToken connect(String user, String password) throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    options.setCleanSession(true);
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(2_000);
    options.setMaxInflight(REMEMBERED);
    return client.connect(options);
  }

  void publish(String topic, byte[] payload) throws MqttException {
    client.publish(topic, payload, 1, false);
  }

  /** Begins to take its leave, where there is anyone to take it from. */
  void leave() {
    try {
      if (client.isConnected()) {
        leaving = client.disconnect(0);
      }
    } catch (MqttException e) {
      // It is closed anyway; a broker that has gone does not miss it.
      LOG.debug("sensor {} did not say goodbye: {}", client.getClientId(), e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      if (leaving != null) {
        leaving.waitForCompletion(PATIENCE_MILLIS);
      }
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("sensor {} did not close: {}", client.getClientId(), e.getMessage());
    }
  }
}
