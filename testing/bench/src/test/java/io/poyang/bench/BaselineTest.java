package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  @TempDir Path folder;

  /** It counts what the table holds and throws where that is not what was appended. */
  @Test
  void plainQuestDbStoresEveryRowOfTheLoad() throws Exception {
    Baseline.Load load = new Baseline.Load(1_000, 4_000, 100, 50, 3, 1_000);
    Baseline baseline = Baseline.measure(folder, load, Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(baseline.readingsPerSecond()).isPositive();
    assertThat(baseline.commitRows()).isEqualTo(1_000);
  }
}
