package io.poyang.plants.mqtt;

import io.poyang.plants.folder.PlantException;
import io.poyang.plants.folder.PlantFolder;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sensors of a site, one client a device, and the broker they publish to. */
public final class SensorNet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(SensorNet.class);
  private static final String AGENT = "agent";
  private static final long PATIENCE_MILLIS = 10_000;

  /**
   * Where the broker listens and keeps its sessions.
   *
   * @param name names the source in an agent's configuration
   */
  public record Place(String name, int port, String password, PlantFolder folder) {}

  private record Route(PlantSignal signal, SensorTopic topic, String field) {
    String actualTopic() {
      return topic.topic().replace(SensorTopic.DEVICE, signal.signal().device());
    }
  }

  /** What one message holds: readings of one topic at one time. */
  private record MessageKey(String device, String topic, SensorTopic.Style style, Instant at) {}

  private final Place place;
  private final List<SensorTopic> topics;
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Map<String, Sensor> sensors = new TreeMap<>();
  private final SiteBroker broker;
  private boolean lossLogged;

  public SensorNet(Place place, List<SensorTopic> topics, List<PlantSignal> signals) {
    this.place = place;
    this.topics = List.copyOf(topics);
    broker = new SiteBroker(place.port(), place.password(), place.folder());
    Map<String, Route> byPoint = new HashMap<>();
    for (PlantSignal signal : signals) {
      for (SensorTopic topic : topics) {
        topic
            .fields()
            .forEach(
                (point, field) ->
                    byPoint.put(
                        point.replace(SensorTopic.DEVICE, signal.signal().device()),
                        new Route(signal, topic, field)));
        Route route = byPoint.get(signal.point());
        if (route != null) {
          routes.put(signal.point(), new Route(signal, route.topic(), route.field()));
        }
      }
    }
  }

  /** Where the broker listens, as a client writes it. */
  public String server() {
    return "mqtt://" + SiteBroker.HOST + ":" + place.port();
  }

  @Override
  public boolean offers(String point) {
    return routes.containsKey(point);
  }

  @Override
  public synchronized void start() {
    broker.start();
    // After a restart of the broker the sensors come back by themselves.
    if (sensors.isEmpty()) {
      Map<String, IMqttToken> connecting = new TreeMap<>();
      routes.values().stream()
          .map(route -> route.signal().signal().device())
          .distinct()
          .forEach(device -> connecting.put(device, connect(device)));
      connecting.forEach(this::awaitConnected);
    }
  }

  private IMqttToken connect(String device) {
    Sensor sensor = new Sensor(device, "tcp://" + SiteBroker.HOST + ":" + place.port());
    sensors.put(device, sensor);
    try {
      return sensor.connect(device, place.password());
    } catch (MqttException e) {
      throw unconnected(device, e);
    }
  }

  private void awaitConnected(String device, IMqttToken token) {
    try {
      token.waitForCompletion(PATIENCE_MILLIS);
    } catch (MqttException e) {
      throw unconnected(device, e);
    }
  }

  private PlantException unconnected(String device, MqttException e) {
    return new PlantException(
        "plant "
            + place.folder().plant()
            + ": sensor "
            + device
            + ": no connection to "
            + server()
            + ": "
            + e.getMessage(),
        e);
  }

  @Override
  public synchronized void stop() {
    broker.stop();
  }

  /** Ends the sensors too. */
  @Override
  public synchronized void close() {
    sensors.values().forEach(Sensor::leave);
    sensors.values().forEach(Sensor::close);
    sensors.clear();
    broker.stop();
  }

  /** Publishes readings, those of one topic and time in one message. */
  @Override
  public synchronized void show(List<Reading> readings) {
    Map<MessageKey, Map<String, Reading>> messages = new LinkedHashMap<>();
    for (Reading reading : readings) {
      Route route = routes.get(reading.signal().point());
      if (route != null) {
        MessageKey key =
            new MessageKey(
                route.signal().signal().device(),
                route.actualTopic(),
                route.topic().style(),
                reading.at());
        messages.computeIfAbsent(key, absent -> new LinkedHashMap<>()).put(route.field(), reading);
      }
    }
    messages.forEach(
        (key, fields) ->
            Payloads.write(key.style(), fields).ifPresent(payload -> publish(key, payload)));
  }

  private void publish(MessageKey key, byte[] payload) {
    Sensor sensor = sensors.get(key.device());
    if (sensor == null) {
      return;
    }
    try {
      sensor.publish(key.topic(), payload);
    } catch (MqttException e) {
      if (!lossLogged) {
        lossLogged = true;
        LOG.warn("sensor {}: message on {} lost: {}", key.device(), key.topic(), e.getMessage());
      }
    }
  }

  @Override
  public Map<String, Object> source() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("name", place.name());
    source.put("server", server());
    source.put("version", "3.1.1");
    source.put("username", AGENT);
    source.put("password", place.password());
    source.put("topics", topics.stream().map(this::mapping).toList());
    return Map.of("mqtt", source);
  }

  private Map<String, Object> mapping(SensorTopic topic) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("topic", topic.topic());
    mapping.put("payload", topic.style() == SensorTopic.Style.NUMBER ? "number" : "json");
    List<Route> its =
        routes.values().stream().filter(route -> route.topic().equals(topic)).toList();
    List<String> devices =
        its.stream().map(route -> route.signal().signal().device()).distinct().toList();
    List<Map<String, Object>> signals = new ArrayList<>();
    for (Route route : its) {
      // Where devices are alike, the first stands for all of them.
      if (!topic.isPerDevice() || route.signal().signal().device().equals(devices.getFirst())) {
        signals.add(setting(route));
      }
    }
    if (topic.isPerDevice()) {
      mapping.put("devices", devices);
    }
    mapping.put("signals", signals);
    return mapping;
  }

  private static Map<String, Object> setting(Route route) {
    Map<String, Object> setting = route.signal().setting();
    if (route.topic().isPerDevice()) {
      String device = route.signal().signal().device();
      setting.replaceAll((key, value) -> general(value, device));
    }
    switch (route.topic().style()) {
      case QUALITY_WORDS -> {
        setting.put("value", "/" + route.field());
        setting.put("time", "/ts");
        setting.put("time-format", "epoch-ms");
        setting.put("quality", "/q/" + route.field());
      }
      case FLAG_LETTERS -> {
        setting.put("value", "/values/" + route.field());
        setting.put("time", "/time");
        setting.put("time-format", "iso");
        setting.put("flag", "/flags/" + route.field());
      }
      case NUMBER -> {}
    }
    return setting;
  }

  /** Puts {@code {device}} where one device's name stands at the beginning of a text. */
  private static Object general(Object value, String device) {
    if (value instanceof String text && text.startsWith(device)) {
      return SensorTopic.DEVICE + text.substring(device.length());
    }
    if (value instanceof Map<?, ?> names) {
      Map<Object, Object> general = new LinkedHashMap<>();
      names.forEach((key, name) -> general.put(key, general(name, device)));
      return general;
    }
    return value;
  }
}
