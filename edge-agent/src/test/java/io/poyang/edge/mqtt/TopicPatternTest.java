package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matching as MQTT 5, 4.7 has it, and named levels on top. */
final class TopicPatternTest {
  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/b/c, false",
    "a/b, a, false",
    "a/+, a/b, true",
    "a/+, a/, true",
    "a/+, a, false",
    "a/#, a, true",
    "a/#, a/b/c, true",
    "a/#, b, false",
    "+/+, /finance, true",
    "#, a/b, true",
    "#, $SYS/uptime, false",
    "+/uptime, $SYS/uptime, false",
    "{site}/uptime, $SYS/uptime, false",
    "$SYS/#, $SYS/uptime, true",
  })
  void matchesAsTheBrokerDoes(String pattern, String topic, boolean matches) {
    assertThat(TopicPattern.parse(pattern).match(topic).isPresent()).isEqualTo(matches);
  }

  @Test
  void namedLevelsAreRememberedAndAskedForAsWildcards() {
    TopicPattern pattern = TopicPattern.parse("sensors/{line}/+/{device}/#");
    assertThat(pattern.filter()).isEqualTo("sensors/+/+/+/#");
    assertThat(pattern.match("sensors/east/x/p1/telemetry"))
        .contains(Map.of("line", "east", "device", "p1"));
  }

  @ParameterizedTest
  @CsvSource({"a/b#", "a/#/b", "a+/b", "a/{x}y", "a/{}", "$share/group/a", "''"})
  void whatNoBrokerUnderstandsIsRefused(String pattern) {
    assertThatThrownBy(() -> TopicPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
