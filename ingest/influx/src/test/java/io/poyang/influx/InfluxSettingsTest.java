package io.poyang.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import io.poyang.telemetry.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InfluxSettingsTest {
  private static final Path SAMPLE = Path.of("sample.yaml");

  private static InfluxSettings parse(String yaml) {
    return Config.parse(
        SAMPLE,
        yaml,
        name -> name.equals("INFLUX_TOKEN") ? "s3cret" : null,
        root -> InfluxSettings.read(root.section("store").section("influx")));
  }

  @Test
  void sampleIsReadAndItsTokenStaysHidden() throws IOException {
    InfluxSettings settings = parse(Files.readString(SAMPLE));
    assertThat(settings)
        .isEqualTo(
            new InfluxSettings(
                "http://127.0.0.1:8086",
                "works",
                "poyang",
                new Secret("s3cret"),
                Duration.ofSeconds(30)));
    assertThat(settings.toString()).contains("***").doesNotContain("s3cret");
  }

  @Test
  void readmeQuotesTheSample() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```yaml\n" + Files.readString(SAMPLE) + "```");
  }

  @Test
  void bucketOfAnInfluxOneNamesDatabaseAndRetention() {
    InfluxSettings settings =
        parse("store: {influx: {url: 'http://db:8086', bucket: poyang/autogen}}");
    assertThat(settings.database()).isEqualTo("poyang");
    assertThat(settings.retention()).isEqualTo("autogen");
    assertThat(settings.org()).isEqualTo("-");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    assertThatThrownBy(() -> parse("store: {influx: {url: 'db:8086', timeout: 0s, tokn: x}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "store.influx.url was 'db:8086': influx url was 'db:8086' but must be written"
                + " http://host:port")
        .hasMessageContaining("store.influx.bucket is missing")
        .hasMessageContaining("store.influx.tokn is not a known key");
  }
}
