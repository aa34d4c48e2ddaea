package io.poyang.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.poyang.plants.folder.PlantException;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plant finds in its folder: after a crash, beside another plant, and with what rights. */
class PlantFolderTest {
  private static final String STORE = "broker/moquette_store.h2";
  private static final Instant HELD = Instant.parse("2026-05-04T03:02:01.123Z");

  @TempDir Path folder;

  private static Plant charging(Path folder, Ports ports) {
    return Plants.charging(new Plants.Making(3, folder, InstantSource.system(), ports));
  }

  /** An agent with a session that lasts, and every message it has got. */
  private static final class Reader implements MqttCallback, AutoCloseable {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final MqttAsyncClient client;
    private final boolean known;

    Reader(Plant plant) throws Exception {
      JsonNode mqtt =
          new YAMLMapper()
              .readTree(
                  plant.agentYaml(
                      new AgentPlace(
                          new EdgeId("e"), "data", "mqtt://127.0.0.1:1", "x", OptionalInt.empty())))
              .at("/sources/0/mqtt");
      String server = mqtt.get("server").textValue().replace("mqtt:", "tcp:");
      client = new MqttAsyncClient(server, "fuhe-services-sensors", new MemoryPersistence());
      client.setCallback(this);
      MqttConnectOptions options = new MqttConnectOptions();
      options.setUserName("agent");
      options.setPassword(mqtt.get("password").textValue().toCharArray());
      options.setCleanSession(false);
      IMqttToken token = client.connect(options);
      token.waitForCompletion(10_000);
      known = token.getSessionPresent();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      messages.add(new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}

    @Override
    public void close() throws MqttException {
      client.disconnect(0).waitForCompletion(10_000);
      client.close(true);
    }
  }

  /** Moquette alone never starts again on such a store. */
  @Test
  void brokerStartsAfterACrashAndGivesAnAgentWhatItMissed() throws Exception {
    Path crashed = folder.resolve("crashed");
    try (Plant plant = charging(folder.resolve("running"), Ports.ANY)) {
      plant.start();
      try (Reader reader = new Reader(plant)) {
        reader.client.subscribe("#", 1).waitForCompletion(10_000);
        await().until(() -> !reader.messages.isEmpty());
      }
      plant.set("c2.power", 87.65, Quality.GOOD, HELD);
      Path store = folder.resolve("running").resolve(STORE);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Files.readString(store, StandardCharsets.ISO_8859_1).contains("87.65"));
      copy(folder.resolve("running"), crashed);
    }
    try (Plant plant = charging(crashed, Ports.ANY)) {
      plant.start();
      try (Reader reader = new Reader(plant)) {
        assertThat(reader.known).isTrue();
        await()
            .untilAsserted(
                () ->
                    assertThat(reader.messages)
                        .anyMatch(
                            message ->
                                message.startsWith(
                                    "{\"ts\":" + HELD.toEpochMilli() + ",\"kw\":87.65")));
      }
    }
    assertThat(crashed.resolve(STORE + ".unreadable")).doesNotExist();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("broker"));
    for (String name : List.of(STORE, "password")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  @Test
  void unreadableSessionsAreSetAside() throws Exception {
    Files.createDirectories(folder.resolve("broker"));
    Files.writeString(folder.resolve(STORE), "not a store ".repeat(2_000));
    try (Plant plant = charging(folder, Ports.ANY)) {
      plant.start();
      try (Reader reader = new Reader(plant)) {
        assertThat(reader.known).isFalse();
      }
    }
    assertThat(folder.resolve(STORE + ".unreadable")).content().startsWith("not a store");
  }

  @Test
  void secondPlantInAFolderIsRefusedUntilTheFirstIsClosed() {
    Plant second = charging(folder, Ports.ANY);
    try (Plant first = charging(folder, Ports.ANY)) {
      first.start();
      assertThatThrownBy(() -> Plants.start(List.of(second)))
          .isInstanceOf(PlantException.class)
          .hasMessage(
              "plant fuhe-services: its folder %s is in use by another process: stop it or choose"
                  + " another --data",
              folder);
      // Its leave does not open the folder to others.
      second.close();
      assertThatThrownBy(second::start).isInstanceOf(PlantException.class);
    }
    try (Plant third = charging(folder, Ports.ANY)) {
      assertThatCode(third::start).doesNotThrowAnyException();
    }
  }

  @Test
  void busyPortIsNamed() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Plant plant = charging(folder, new Ports(0, busy.getLocalPort()));
        Plant sewage =
            Plants.sewage(
                new Plants.Making(
                    1,
                    folder.resolve("sewage"),
                    InstantSource.system(),
                    new Ports(busy.getLocalPort(), 0)))) {
      String mend = ": port " + busy.getLocalPort() + " is in use: free it or choose another";
      assertThatThrownBy(plant::start)
          .isInstanceOf(PlantException.class)
          .hasMessage("plant fuhe-services" + mend);
      assertThatThrownBy(sewage::start)
          .isInstanceOf(PlantException.class)
          .hasMessage("plant north-works" + mend);
      busy.close();
      plant.start();
    }
  }

  @Test
  void secretsAreTheOwnersOnly() throws Exception {
    Path plants = folder.resolve("plants");
    Files.createDirectories(plants.resolve("fuhe-services"));
    // As earlier versions left it.
    Path old = Files.writeString(plants.resolve("fuhe-services").resolve("password"), "p0\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));
    Plants.close(Plants.province(1, plants, InstantSource.system()));
    try (Stream<Path> files = Files.walk(plants)) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .extracting(file -> file.getFileName().toString())
          .contains("password", "server.p12");
    }
    try (Stream<Path> files = Files.walk(plants)) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
    }
    assertThat(rights(plants.resolve("north-works"))).isEqualTo("rwx------");
    assertThat(old).hasContent("p0\n");
  }

  private static String rights(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return PosixFilePermissions.toString(permissions);
  }
}
