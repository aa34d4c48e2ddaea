package io.poyang.telemetry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.poyang.telemetry.SiteId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private static final Path FILE = Path.of("/etc/poyang/edge.yaml");
  private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "s3cret$1");

  private static <T> T parse(String yaml, Function<Section, T> reading) {
    return Config.parse(FILE, yaml, ENVIRONMENT::get, reading);
  }

  private static List<String> failures(String yaml, Function<Section, ?> reading) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> parse(yaml, reading));
    assertThat(refused).as("the file was accepted").isNotNull();
    return refused.failures();
  }

  /** Half of a configuration must not be left out in silence. */
  @Test
  void aSecondDocumentIsRefused() {
    assertThat(failures("port: 1\n---\nport: 2\n", root -> root.number("port", 0, 0, 9)))
        .singleElement()
        .asString()
        .contains("second document", "line");
  }

  @Test
  void everyFailureIsNamedInOneGo() {
    List<String> failures =
        failures(
            """
            batch-size: 0
            wait: 5 parsecs
            lane: fast
            """,
            root ->
                List.of(
                    root.text("server"),
                    root.number("batch-size", 1, 1, 10_000),
                    root.duration("wait", Duration.ZERO),
                    root.choice("lane", Map.of("live", 1), 1)));

    assertThat(failures)
        .containsExactly(
            "server is missing",
            "batch-size was 0 but must be 1..10000",
            "wait was '5 parsecs': '5 parsecs' must be a number with a unit, such as 250ms, 5s, 10min, 12h or 7d",
            "lane was 'fast' but must be one of live");
  }

  @Test
  void unknownKeyIsRefusedWithTheKnownOnesBesideIt() {
    assertThat(failures("uplink: {servr: x}", root -> root.section("uplink").text("server", "")))
        .containsExactly("uplink.servr is not a known key; known here: server");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThat(failures("a: 1\na: 2\n", root -> root.number("a", 0, 0, 9)))
        .singleElement()
        .asString()
        .contains("line 2", "Duplicate");
  }

  @Test
  void brokenYamlNamesItsLine() {
    assertThat(failures("a: [1\nb: 2\n", root -> root.number("a", 0, 0, 9)))
        .singleElement()
        .asString()
        .startsWith("line 2: not YAML: while parsing a flow sequence, expected ','");
  }

  @Test
  void anItemThatIsRefusedHalfWayHasNoUnknownKeys() {
    assertThat(
            failures(
                "ranges: [{low: 2, high: 1, unit: m}]",
                root ->
                    root.list(
                        "ranges",
                        s ->
                            new io.poyang.telemetry.Range(s.decimal("low", 0), s.decimal("high", 0))
                                + s.text("unit"))))
        .singleElement()
        .asString()
        .startsWith("ranges[0]: range 2.0..1.0");
  }

  @Test
  void anEmptyFileIsCalledEmpty() {
    assertThat(failures("", root -> "")).containsExactly("the file is empty");
  }

  @Test
  void aFileThatMustBeThereIsLookedFor() {
    assertThat(failures("ca: ca.pem", root -> root.file("ca")))
        .containsExactly("ca names /etc/poyang/ca.pem, which is no file");
  }

  @Test
  void anItemOfAListIsNamedByItsPlace() {
    assertThat(
            failures(
                "sites: [{id: north}, {id: North Works}]",
                root -> root.list("sites", s -> s.parsed("id", SiteId::new, new SiteId("x")))))
        .singleElement()
        .asString()
        .startsWith("sites[1].id was 'North Works': site id 'North Works' must be");
  }

  @Test
  void aSecretComesFromTheEnvironmentAndNeverPrints() {
    Secret secret = parse("password: ${PASSWORD}", root -> root.secret("password"));

    assertThat(secret.reveal()).isEqualTo("s3cret$1");
    assertThat("as text: " + secret).isEqualTo("as text: ***");
  }

  @Test
  void aVariableTheEnvironmentLacksIsNamed() {
    assertThat(failures("password: ${ABSENT}", root -> root.secret("password")))
        .containsExactly("password names ${ABSENT}, which the environment does not have");
  }

  @Test
  void pathsAreRelativeToTheFile() {
    Path path = parse("data: north/log", root -> root.path("data", Path.of("data")));

    assertThat(path.toString()).isEqualTo("/etc/poyang/north/log");
  }

  @Test
  void durationsAndSizesCarryUnits() {
    assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Durations.parse("10 min")).isEqualTo(Duration.ofMinutes(10));
    assertThat(Durations.parse("7d")).isEqualTo(Duration.ofDays(7));
    assertThat(Size.parse("4MiB").bytes()).isEqualTo(4L << 20);
    assertThat(Size.parse("20 GiB").bytes()).isEqualTo(20L << 30);
  }
}
