package io.poyang.chaos.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.chaos.feed.Numbers;
import io.poyang.chaos.feed.Sequence;
import io.poyang.chaos.feed.Span;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.store.MemoryReadingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A count that cannot come out wrong proves nothing: each kind of wrong is shown to it. */
class VerifierTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final int COUNT = 1000;

  private final Sequence sequence = new Sequence(new SiteId("chaos-0"), 3, FROM);
  private final Numbers safe = new Numbers();
  private final List<Reading> stored = new ArrayList<>(sequence.readings(new Span(0, COUNT)));

  VerifierTest() {
    safe.add(new Span(0, COUNT));
  }

  private Verdict verdict() {
    return against(safe, List.of());
  }

  private Verdict against(Numbers confirmed, List<Stretch> gaps) {
    try (MemoryReadingStore store = new MemoryReadingStore()) {
      Batch.Builder batch = Batch.builder();
      stored.forEach(batch::add);
      store.append(List.of(batch.build(new BatchId(new EdgeId("chaos-0"), 1, 1))));
      return Verifier.verify(store, List.of(new Fed(sequence, confirmed, gaps)));
    }
  }

  private static Reading other(Reading reading, double value, Quality quality) {
    return new Reading(reading.signal(), reading.at(), value, quality);
  }

  @Test
  void aStoreWithEverythingIsClean() {
    Verdict verdict = verdict();

    assertThat(verdict).isEqualTo(new Verdict(COUNT, 0, 0, 0, 0, null));
    assertThat(verdict.clean()).isTrue();
  }

  @Test
  void aMissingReadingIsLost() {
    Reading missing = stored.remove(500);

    Verdict verdict = verdict();

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.stored()).isEqualTo(COUNT - 1);
    assertThat(verdict.clean()).isFalse();
    assertThat(verdict.firstWrong())
        .hasToString(
            "signal chaos-0/point-2, reading 166: expected %s %s at %s, found nothing"
                .formatted(missing.value(), missing.quality(), missing.at()));
  }

  @Test
  void readingsMissingAtTheEndOfASeriesAreLost() {
    stored.subList(COUNT - 10, COUNT).clear();

    assertThat(verdict().lost()).isEqualTo(10);
  }

  @Test
  void anEmptyStoreHasLostEverything() {
    stored.clear();

    assertThat(verdict().lost()).isEqualTo(COUNT);
  }

  @Test
  void aWrongValueIsALossAndWasNeverFed() {
    stored.set(7, other(sequence.reading(7), 4711.5, sequence.reading(7).quality()));

    Verdict verdict = verdict();

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.unexpected()).isEqualTo(1);
    assertThat(String.valueOf(verdict.firstWrong())).contains("found 4711.5");
  }

  @Test
  void aWrongQualityCountsLikeAWrongValue() {
    stored.set(7, other(sequence.reading(7), 1, Quality.of(0x4001_0000)));

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void aReadingBesideTheSequenceWasNeverFed() {
    stored.add(new Reading(sequence.signal(1), FROM.plusMillis(15), 1, Quality.GOOD));

    Verdict verdict = verdict();

    assertThat(verdict.unexpected()).isEqualTo(1);
    assertThat(verdict.lost()).isZero();
    assertThat(String.valueOf(verdict.firstWrong())).contains("expected nothing");
  }

  @Test
  void aReadingBeyondWhatWasFedIsUnexpected() {
    stored.add(sequence.reading(COUNT + 1));

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void aReadingOfASignalThatNobodyFedIsUnexpected() {
    SignalId foreign = new SignalId(new SiteId("elsewhere"), "point-0");
    stored.add(new Reading(foreign, FROM, 1, Quality.GOOD));

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  /** A store that forgets its key would show a reading twice. */
  @Test
  void aReadingThatIsThereTwiceIsDuplicated() {
    SeriesCheck check = new SeriesCheck(new Fed(sequence, safe, List.of()), 0);
    check.found(sequence.reading(0, 0));
    check.found(sequence.reading(0, 1));
    check.found(sequence.reading(0, 1));
    check.found(sequence.reading(0, 2));

    assertThat(check.verdict().duplicated()).isEqualTo(1);
    assertThat(check.verdict().lost()).isZero();
  }

  /** An agent that dies before it says "safe" leaves readings that may be there or not. */
  @Test
  void whatNeverWasSafeMayBeMissing() {
    Numbers holes = new Numbers();
    holes.add(new Span(0, 300));
    holes.add(new Span(330, COUNT));
    stored.subList(300, 330).clear();

    assertThat(against(holes, List.of())).isEqualTo(new Verdict(COUNT - 30, 0, 0, 0, 0, null));
    assertThat(against(safe, List.of()).lost()).isEqualTo(30);
  }

  @Test
  void whatAGapCoversIsNotLostButDeclared() {
    stored.subList(300, 330).clear();
    Reading first = sequence.reading(300);
    Reading last = sequence.reading(329);
    Stretch all = new Stretch(first.at(), last.at(), Set.of());
    Stretch one = new Stretch(first.at(), last.at(), Set.of("chaos-0/point-1"));
    Stretch early = new Stretch(FROM, first.at().minusMillis(1), Set.of());

    assertThat(against(safe, List.of(all)).declared()).isEqualTo(30);
    assertThat(against(safe, List.of(all)).clean()).isTrue();
    assertThat(against(safe, List.of(one)).declared()).isEqualTo(10);
    assertThat(against(safe, List.of(one)).lost()).isEqualTo(20);
    assertThat(against(safe, List.of(early)).lost()).isEqualTo(30);
  }
}
