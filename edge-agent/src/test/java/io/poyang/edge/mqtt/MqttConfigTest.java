package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MqttConfigTest {
  private static final SiteId SITE = new SiteId("east-yard");
  private static final String PLAIN =
      """
      name: gate
      server: mqtt://127.0.0.1
      topics:
        - topic: works/ph
          signals:
            - {point: ph, unit: "[pH]", value: /ph}
      """;

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MqttConfig.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> failures(String yaml) {
    ConfigException failed =
        catchThrowableOfType(ConfigException.class, () -> Configs.parse(SITE, yaml));
    assertThat(failed).as(yaml).isNotNull();
    return failed.failures();
  }

  @Test
  void sampleIsAConfiguration(@TempDir Path folder) throws IOException {
    Path ca = Files.writeString(folder.resolve("yard-ca.pem"), "a certificate");
    MqttConfig config =
        Config.parse(
            folder.resolve("edge.yaml"),
            resource("sample.yaml"),
            name -> "secret of " + name,
            section -> MqttConfig.read(section, SITE));
    assertThat(config.clientId()).isEqualTo("poyang-east-yard-yard");
    assertThat(config.ca()).isEqualTo(ca);
    assertThat(config.toString()).doesNotContain("secret of");
    assertThat(config.signals())
        .extracting(setting -> setting.signal().id().point())
        .containsExactly("p1.power", "p1.state", "p2.power", "p2.state", "stack-1.nox");
    assertThat(config.subscriptions())
        .containsOnlyKeys("piles/+/telemetry", "cems/stack-1", "meters/+/power");
  }

  @Test
  void readmeQuotesTheSampleAsItIs() throws IOException {
    assertThat(resource("README.md")).contains("```yaml\n" + resource("sample.yaml") + "```\n");
  }

  @Test
  void readmeNamesEveryKindOfUnreadable() throws IOException {
    String readme = resource("README.md");
    for (Unreadable kind : Unreadable.values()) {
      if (kind != Unreadable.UNEXPECTED) {
        assertThat(readme).contains("| " + kind.label() + " |");
      }
    }
  }

  @Test
  void defaultsAreSaidInOnePlace() {
    MqttConfig config = Configs.parse(SITE, PLAIN);
    assertThat(config.server()).isEqualTo(new MqttConfig.Server("127.0.0.1", 1883, false));
    assertThat(config.version()).isEqualTo(MqttConfig.Version.V5);
    assertThat(config.sessionExpiry()).hasDays(7);
    assertThat(config.topics().getFirst().qos()).isEqualTo(1);
  }

  @Test
  void everyFailureIsNamedAtOnce() {
    assertThat(
            failures(
                """
                name: gate
                server: tcp://127.0.0.1
                version: 4
                password: x
                topics:
                  - topic: a/#/b
                    payload: xml
                    signals:
                      - {point: ph, unit: "[pH]", value: ph}
                  - topic: piles/{device}
                    signals:
                      - {point: power, unit: kW, value: /kw, quality-good: [OK]}
                  - topic: meters/+
                    payload: number
                    devices: [m1]
                    signals:
                      - {point: m, unit: kW, value: /kw}
                """))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("server was 'tcp://127.0.0.1': write mqtt://"),
            line -> assertThat(line).startsWith("version was '4' but must be one of 3.1.1, 5"),
            line -> assertThat(line).isEqualTo("password needs a username"),
            line -> assertThat(line).contains("topics[0].topic", "'#' must be the last level"),
            line -> assertThat(line).contains("topics[0].payload was 'xml'"),
            line -> assertThat(line).contains("topics[0].signals[0].value was 'ph'"),
            line -> assertThat(line).contains("topics[1].signals[0].point", "must hold {device}"),
            line -> assertThat(line).contains("topics[1].signals[0].quality-good is not a known"),
            line -> assertThat(line).contains("topics[2].devices needs a topic"),
            line -> assertThat(line).contains("topics[2].signals[0].value is not a known key"));
  }

  @Test
  void whatExcludesEachOtherIsRefused() {
    assertThat(failures(PLAIN + "version: 3.1.1\nsession-expiry: 1d\n"))
        .singleElement()
        .asString()
        .startsWith("session-expiry is MQTT 5's");
    assertThat(failures(PLAIN + "ca: ca.pem\n")).singleElement().asString().startsWith("ca is for");
  }

  @Test
  void onePointTwiceIsRefused() {
    assertThat(
            failures(PLAIN + "  - {topic: x, signals: [{point: ph, unit: '1', value: /other}]}\n"))
        .containsExactly("topics name the point ph twice");
  }

  @Test
  void sourceWithoutTopicsIsRefused() {
    assertThat(failures("name: gate\nserver: mqtt://127.0.0.1\n"))
        .containsExactly("topics is missing: say what to read");
  }

  @Test
  void oneWordCannotMeanTwoQualities() {
    assertThat(
            failures(
                PLAIN.replace(
                    "    signals:", "    quality: /q\n    quality-bad: [good]\n    signals:")))
        .singleElement()
        .asString()
        .contains("quality-bad has 'good', which means good");
  }
}
