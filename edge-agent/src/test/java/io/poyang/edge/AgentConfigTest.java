package io.poyang.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.poyang.edge.health.HealthConfig;
import io.poyang.edge.log.LogBounds;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.mqtt.MqttKind;
import io.poyang.edge.opcua.OpcUaKind;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceKind;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
  private static final List<SourceKind> KINDS = List.of(new OpcUaKind(), new MqttKind());
  private static final Path FILE = Path.of("/etc/poyang/edge.yaml");

  @Test
  void sampleIsAConfiguration(@TempDir Path folder) throws Exception {
    Path ca = Files.writeString(folder.resolve("ingest-ca.pem"), "a certificate");
    AgentConfig config =
        Config.parse(
            folder.resolve("edge.yaml"),
            Files.readString(Path.of("sample.yaml")),
            name -> "secret of " + name,
            section -> AgentConfig.read(section, KINDS));
    assertThat(config.edge()).hasToString("north-works-agent");
    assertThat(config.site().kind()).isEqualTo(SiteKind.SEWAGE_PLANT);
    assertThat(config.data()).isEqualTo(folder.resolve("data/north-works"));
    assertThat(config.uplink().ca()).contains(ca);
    assertThat(config.log().commitWithin()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.log().batchSize()).isEqualTo(1000);
    assertThat(config.log().bounds()).isEqualTo(LogBounds.DEFAULT);
    assertThat(config.health()).contains(new HealthConfig("127.0.0.1", 9464));
    assertThat(config.sources()).extracting(SourceConfig::name).containsExactly("plc", "meters");
    assertThat(config.toString()).doesNotContain("secret of");
  }

  @Test
  void readmeQuotesTheSampleAsItIs() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```yaml\n" + Files.readString(Path.of("sample.yaml")) + "```\n");
  }

  @Test
  void leanFileHasDefaults() {
    AgentConfig config = parse(LEAN + "sources:\n" + METERS);
    assertThat(config.health()).isEqualTo(Optional.empty());
    assertThat(config.uplink().inFlight()).isEqualTo(64);
    assertThat(config.uplink().compress()).isFalse();
    assertThat(config.log()).isEqualTo(LogSettings.DEFAULT);
  }

  @Test
  void agentThatWouldReadNothingIsRefused() {
    assertThat(failures(LEAN))
        .containsExactly(
            "sources names no source, so nothing would be read: list at least one, starting with"
                + " - opcua: or - mqtt:");
    assertThat(failures(LEAN + "sources: []\n")).singleElement().asString().startsWith("sources ");
    assertThat(failures(LEAN + "sources:\n  - modbus: {name: x}\n"))
        .as("one that is wrong is one all the same")
        .noneMatch(failure -> failure.contains("names no source"));
  }

  @Test
  void everyFailureIsNamedInOneGo() {
    assertThat(
            failures(
                """
                edge: North Works
                site: {id: north-works, kind: brewery, name: {zh: 城北}}
                uplink: {server: http://x, batch-size: 0, in-fligt: 3}
                log: {commit-within: 20, max-size: 1MiB, max-age: 1s, when-full: panic}
                health: {port: 70000}
                sources:
                  - modbus: {name: x}
                """))
        .anySatisfy(line -> assertThat(line).startsWith("edge was 'North Works'"))
        .anySatisfy(line -> assertThat(line).startsWith("site.kind was 'brewery'"))
        .contains("site.name.en is missing", "data is missing", "uplink.password is missing")
        .anySatisfy(line -> assertThat(line).startsWith("uplink.server was 'http://x'"))
        .contains("uplink.batch-size was 0 but must be 1..10000")
        .anySatisfy(line -> assertThat(line).startsWith("uplink.in-fligt is not a known key"))
        .anySatisfy(line -> assertThat(line).startsWith("log.commit-within was '20'"))
        .contains("log.max-size was 1MiB but must be at least 64MiB")
        .contains("log.max-age was 1s but must be at least 1min")
        .anySatisfy(line -> assertThat(line).startsWith("log.when-full was 'panic'"))
        .contains("health.port was 70000 but must be 0..65535")
        .anySatisfy(line -> assertThat(line).startsWith("sources[0].opcua|mqtt must be given"))
        .anySatisfy(line -> assertThat(line).startsWith("sources[0].modbus is not a known key"));
  }

  @Test
  void oneSignalHasOneSourceAndOneNameOneSource() {
    assertThat(failures(LEAN + "sources:\n" + METERS + METERS))
        .contains(
            "sources has two sources named 'meters'",
            "sources has signal north-works/power twice, in 'meters' and in 'meters': one signal has"
                + " one source");
  }

  private static final String LEAN =
      """
      edge: north-works-agent
      site: {id: north-works, kind: sewage-plant, name: {zh: 城北, en: North}}
      data: data
      uplink: {server: "mqtt://127.0.0.1:1883", password: x}
      """;

  private static final String METERS =
      """
        - mqtt:
            name: meters
            server: mqtt://127.0.0.1
            topics:
              - {topic: a, payload: number, signals: [{point: power, unit: kW}]}
      """;

  private static AgentConfig parse(String yaml) {
    return Config.parse(
        FILE, yaml, name -> "secret of " + name, section -> AgentConfig.read(section, KINDS));
  }

  private static List<String> failures(String yaml) {
    ConfigException failed = catchThrowableOfType(ConfigException.class, () -> parse(yaml));
    assertThat(failed).as(yaml).isNotNull();
    return failed.failures();
  }
}
