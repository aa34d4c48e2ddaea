package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackfillFiguresTest {
  private static final BackfillBench.Load LOAD =
      new BackfillBench.Load(Duration.ofHours(1), 1000, 2, 1000);

  @Test
  void theRatioComparesDrainingWithTheRateOfAllEdgesTogether() throws Exception {
    JsonNode json = new ObjectMapper().readTree(figures(7_200_000 + 72_000).json());
    assertThat(json.get("backlogReadings").asLong()).isEqualTo(7_200_000);
    assertThat(json.get("drainedReadingsPerSecond").asDouble()).isEqualTo(200_000);
    assertThat(json.get("madePerSecond").asDouble()).isEqualTo(2_000);
    assertThat(json.get("drainRatio").asDouble()).isEqualTo(100);
  }

  /** Live readings came while the backlog drained: the store must have both. */
  @Test
  void backlogAndLiveAreStoredOrTheRunIsIncomplete() {
    assertThat(figures(7_200_000 + 72_000).complete()).isTrue();
    assertThat(figures(7_200_000).complete()).isFalse();
    assertThat(figures(7_200_000).text()).contains("these three must be equal");
  }

  private static BackfillFigures figures(long stored) {
    return BackfillFigures.of(
        LOAD,
        Duration.ofSeconds(36),
        Duration.ofSeconds(10),
        new BackfillFigures.Counts(7_200_000, 72_000, 0, 7_272_000, stored),
        new Latencies());
  }
}
