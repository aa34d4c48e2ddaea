package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Baseline BASELINE = new Baseline(2_000_000, 0.5, 100, 90_000);

  @Test
  void theRateIsWhatWasAcknowledgedWithinTheTime() throws Exception {
    JsonNode json = json(figures(3_000_000, 3_000_000, 3_000_000));
    assertThat(json.get("readingsPerSecond").asDouble()).isEqualTo(1_500_000);
    assertThat(json.get("cpuSecondsPerMillion").asDouble()).isEqualTo(1.0);
  }

  @Test
  void theRatioSaysHowMuchOfPlainQuestDbIsReached() throws Exception {
    JsonNode json = json(figures(3_000_000, 3_000_000, 3_000_000).beside(BASELINE));
    assertThat(json.get("baselineReadingsPerSecond").asDouble()).isEqualTo(2_000_000);
    assertThat(json.get("baselineCpuSecondsPerMillion").asDouble()).isEqualTo(0.5);
    assertThat(json.get("ratio").asDouble()).isEqualTo(0.75);
    assertThat(json.get("readingsPerSecond").asDouble()).isEqualTo(1_500_000);
  }

  /** A null would look like a figure that could not be taken. */
  @Test
  void withoutABaselineNothingIsSaidOfOne() throws Exception {
    Figures alone = figures(1, 1, 1);
    assertThat(json(alone).has("ratio")).isFalse();
    assertThat(json(alone).has("baselineReadingsPerSecond")).isFalse();
    assertThat(alone.text()).doesNotContain("QuestDB");
    assertThat(alone.beside(BASELINE).text()).contains("readings/s of plain QuestDB");
  }

  @Test
  void whatIsLostOrDoubledMakesTheRunIncomplete() {
    assertThat(figures(10, 10, 10).complete()).isTrue();
    assertThat(figures(10, 9, 10).complete()).isFalse();
    assertThat(figures(10, 10, 11).complete()).isFalse();
    assertThat(figures(10, 10, 11).text()).contains("these three must be equal");
  }

  @Test
  void delaysStandForEveryReceiptAndTheLongestIsAmongThem() throws Exception {
    Latencies latencies = new Latencies();
    for (int i = 0; i < 9_990; i++) {
      latencies.record(2_000_000);
    }
    for (int i = 0; i < 10; i++) {
      latencies.record(900_000_000);
    }
    Figures figures = Figures.of(Duration.ofSeconds(1), Duration.ZERO, 1, 1, 1, latencies, 1);
    assertThat(figures.p50Millis()).isBetween(2.0, 2.05);
    assertThat(figures.p999Millis()).isBetween(2.0, 2.05);
    assertThat(figures.maxMillis()).isBetween(900.0, 910.0);
  }

  private static Figures figures(long sent, long acked, long stored) {
    return Figures.of(
        Duration.ofSeconds(2), Duration.ofSeconds(3), sent, acked, stored, new Latencies(), 90_000);
  }

  private static JsonNode json(Figures figures) throws Exception {
    return new ObjectMapper().readTree(figures.json());
  }
}
