package io.poyang.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site's broker and sensors as a real subscriber meets them. */
class SensorNetTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Plant plant;
  private static JsonNode source;
  private final Map<String, List<String>> messages = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    plant = Plants.charging(new Plants.Making(3, folder, InstantSource.system(), Ports.ANY));
    plant.start();
    AgentPlace place =
        new AgentPlace(new EdgeId("e"), "data", "mqtt://127.0.0.1:1", "x", OptionalInt.of(9464));
    source = new YAMLMapper().readTree(plant.agentYaml(place)).at("/sources/0/mqtt");
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  private MqttAsyncClient subscriber(String password) throws MqttException {
    String server = source.get("server").textValue().replace("mqtt:", "tcp:");
    MqttAsyncClient client = new MqttAsyncClient(server, "reader", new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("agent");
    options.setPassword(password.toCharArray());
    options.setCleanSession(false);
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(500);
    client.connect(options).waitForCompletion(10_000);
    client
        .subscribe(
            "#",
            1,
            (topic, message) ->
                messages
                    .computeIfAbsent(topic, absent -> new CopyOnWriteArrayList<>())
                    .add(new String(message.getPayload(), StandardCharsets.UTF_8)))
        .waitForCompletion(10_000);
    return client;
  }

  private MqttAsyncClient subscriber() throws MqttException {
    return subscriber(source.get("password").textValue());
  }

  private List<String> on(String topic) {
    return messages.getOrDefault(topic, List.of());
  }

  @Test
  void everyTopicOfTheConfigurationSpeaks() throws Exception {
    MqttAsyncClient client = subscriber();
    await()
        .untilAsserted(
            () -> {
              for (JsonNode mapping : source.get("topics")) {
                String topic = mapping.get("topic").textValue().replace("{device}", "c6");
                assertThat(on(topic)).as(topic).isNotEmpty();
              }
            });
    JsonNode meter = JSON.readTree(on("chargers/c6/meter").getFirst());
    for (JsonNode signal : source.at("/topics/0/signals")) {
      assertThat(meter.at(signal.get("value").textValue()).isNumber()).isTrue();
      assertThat(meter.at(signal.get("quality").textValue()).textValue())
          .isIn("good", "uncertain", "bad");
    }
    assertThat(Double.parseDouble(on("station/grid/power").getFirst())).isBetween(0.0, 800.0);
    client.disconnectForcibly(0, 50, true);
    client.close(true);
  }

  @Test
  void heldValueIsPublishedWithItsTimeAndQuality() throws Exception {
    MqttAsyncClient client = subscriber();
    Instant at = Instant.parse("2026-05-04T03:02:01.123Z");
    plant.set("c2.power", 87.65, Quality.UNCERTAIN, at);
    String expected =
        "{\"ts\":" + at.toEpochMilli() + ",\"kw\":87.65,\"q\":{\"kw\":\"uncertain\"}}";
    await().untilAsserted(() -> assertThat(on("chargers/c2/meter")).contains(expected));
    client.disconnectForcibly(0, 50, true);
    client.close(true);
  }

  @Test
  void brokerKeepsASubscribersSessionOverARestart() throws Exception {
    MqttAsyncClient client = subscriber();
    await().until(() -> !on("station/grid/power").isEmpty());
    plant.stopServers();
    await().until(() -> !client.isConnected());
    messages.clear();
    plant.startServers();
    // No new subscription: the broker remembers, and the sensors came back by themselves.
    await()
        .atMost(java.time.Duration.ofSeconds(20))
        .until(() -> !on("station/grid/power").isEmpty());
    client.disconnectForcibly(0, 50, true);
    client.close(true);
  }

  @Test
  void wrongPasswordIsRefused() {
    assertThatThrownBy(() -> subscriber("wrong")).isInstanceOf(MqttException.class);
  }
}
