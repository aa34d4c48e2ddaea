package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalNamesTest {
  /**
   * Names may be chosen so that {@code String.hashCode} is the same for all; a map of them would
   * take a look-up through every one of them, and a batch of them minutes.
   */
  @Test
  void namesMadeToCollideDoNot() {
    List<String> points = new ArrayList<>(List.of(""));
    for (int i = 0; i < 12; i++) {
      List<String> longer = new ArrayList<>();
      points.forEach(point -> longer.addAll(List.of(point + "an", point + "c0")));
      points = longer;
    }
    SignalNames names = new SignalNames();
    Set<Integer> theirs = new HashSet<>();
    Set<Integer> ours = new HashSet<>();
    for (String point : points) {
      byte[] bytes = ("north-works/" + point).getBytes(StandardCharsets.UTF_8);
      theirs.add(point.hashCode());
      ours.add(names.hash(bytes, 0, bytes.length));
    }

    assertThat(theirs).hasSize(1);
    assertThat(ours).hasSizeGreaterThan(4090);
  }
}
