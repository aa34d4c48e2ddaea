package io.poyang.chaos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private final Sequence sequence =
      new Sequence(new SiteId("chaos-0"), 7, Instant.parse("2026-01-01T00:00:00Z"));

  private List<Reading> first(int count) {
    return sequence.readings(new Span(0, count));
  }

  @Test
  void theNumberSaysEverythingOfAReading() {
    assertThat(first(1000)).isEqualTo(first(1000));
    assertThat(sequence.reading(23)).isEqualTo(sequence.reading(2, 3));
    assertThat(sequence.number(2, 3)).isEqualTo(23);
  }

  @Test
  void aSourceTimeLeadsBackToItsReading() {
    LongStream.range(0, 1000)
        .forEach(
            number ->
                assertThat(sequence.index(sequence.reading(number).at())).isEqualTo(number / 7));
    assertThat(sequence.index(sequence.from().plusMillis(5))).isEqualTo(-1);
    assertThat(sequence.index(sequence.from().minusMillis(10))).isEqualTo(-1);
  }

  @Test
  void noTwoReadingsHaveTheSameSignalAndTime() {
    assertThat(
            first(1000).stream()
                .map(reading -> reading.signal() + " " + reading.at())
                .collect(Collectors.toSet()))
        .hasSize(1000);
  }

  /** Whatever the road may do with a quality or with nothing measured, it is tried. */
  @Test
  void qualitiesOfAllKindsOccur() {
    assertThat(first(20_000))
        .anyMatch(reading -> reading.quality().isUncertain())
        .anyMatch(reading -> reading.quality().flag() == 'D')
        .anyMatch(reading -> Double.isNaN(reading.value()))
        .anyMatch(reading -> reading.quality().isBad() && Double.isFinite(reading.value()));
  }
}
