package io.poyang.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestDbSettingsTest {
  private static final Path SAMPLE = Path.of("sample.yaml");
  private static final Path STANDARD = Path.of("/var/lib/poyang/readings");

  private static QuestDbSettings parse(String yaml) {
    return Config.parse(
        SAMPLE,
        yaml,
        name -> null,
        root -> QuestDbSettings.read(root.section("store").section("questdb"), STANDARD));
  }

  @Test
  void sampleIsRead() throws IOException {
    assertThat(parse(Files.readString(SAMPLE)))
        .isEqualTo(
            new QuestDbSettings(Path.of("data/store").toAbsolutePath(), Duration.ofSeconds(60)));
  }

  @Test
  void readmeQuotesTheSample() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```yaml\n" + Files.readString(SAMPLE) + "```");
  }

  @Test
  void anEmptySectionMeansTheStandardFolder() {
    assertThat(parse("store: {questdb: {}}")).isEqualTo(QuestDbSettings.in(STANDARD));
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    assertThatThrownBy(() -> parse("store: {questdb: {visible-within: soon, fodler: x}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("store.questdb.visible-within was 'soon'")
        .hasMessageContaining("store.questdb.fodler is not a known key");
  }
}
