package io.poyang.edge.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A real broker on loopback, which comes back on the port it had, and a sensor beside it. */
abstract class SiteBroker implements AutoCloseable {
  private final int port = freePort();
  private @Nullable MqttClient sensor;

  final int port() {
    return port;
  }

  abstract void start() throws IOException;

  /** Does nothing where it is not running. */
  abstract void stop();

  @Override
  public final void close() {
    stop();
  }

  final boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  final void publish(String topic, String payload) {
    publish(topic, payload, 1, false);
  }

  final void publish(String topic, String payload, int qos, boolean retained) {
    try {
      sensor().publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, retained);
    } catch (MqttException e) {
      throw new IllegalStateException("sensor cannot publish to " + topic, e);
    }
  }

  private MqttClient sensor() throws MqttException {
    if (sensor == null || !sensor.isConnected()) {
      sensor =
          new MqttClient(
              "tcp://127.0.0.1:" + port, MqttClient.generateClientId(), new MemoryPersistence());
      MqttConnectOptions options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      // Paho tells of an acknowledgement a moment before it counts the message as out of flight.
      options.setMaxInflight(1000);
      sensor.connect(options);
    }
    return sensor;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
