package io.poyang.telemetry.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link Continuity} must do. */
public abstract class ContinuityContract {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00.250Z");
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final long EPOCH = -7;

  /** The continuity under test, empty at the start of each test. */
  protected abstract Continuity continuity();

  /** The continuity as a new process would find it. */
  protected Continuity reopened() {
    return continuity();
  }

  private List<Supplier<Continuity>> nowAndReopened() {
    return List.of(this::continuity, this::reopened);
  }

  private static List<Receipt> batches(long... sequences) {
    return Arrays.stream(sequences).mapToObj(s -> receipt(new BatchId(EDGE, EPOCH, s))).toList();
  }

  private static Receipt receipt(BatchId id) {
    return new Receipt(id, Opening.OF_NEW_LOG, (int) id.sequence(), List.of(), List.of());
  }

  private static SequenceRange range(long first, long last) {
    return new SequenceRange(first, last);
  }

  private static List<SequenceRange> ranges(Continuity continuity) {
    return continuity.epochs(EDGE).getFirst().ranges();
  }

  @Test
  void sequencesInOrderAreOneRange() {
    continuity().committed(batches(1, 2, 3), AT);
    continuity().committed(batches(4), AT.plusSeconds(1));
    continuity().committed(batches(5, 6), AT.plusSeconds(2));

    assertThat(continuity().epochs(EDGE))
        .containsExactly(
            new Epoch(
                EDGE, EPOCH, Opening.OF_NEW_LOG, AT, AT.plusSeconds(2), List.of(range(1, 6))));
  }

  @Test
  void aHoleStaysUntilItIsFilled() {
    continuity().committed(batches(2, 3, 7), AT);
    assertThat(ranges(continuity())).containsExactly(range(2, 3), range(7, 7));
    assertThat(continuity().epochs(EDGE).getFirst().missing()).isEqualTo(4);

    continuity().committed(batches(5), AT);
    assertThat(ranges(continuity())).containsExactly(range(2, 3), range(5, 5), range(7, 7));
    continuity().committed(batches(4, 6), AT);
    assertThat(ranges(continuity())).containsExactly(range(2, 7));
    continuity().committed(batches(1), AT);
    assertThat(ranges(continuity())).containsExactly(range(1, 7));
  }

  @Test
  void aRepeatChangesNothing() {
    continuity().committed(batches(1, 2, 3, 9), AT);
    continuity().committed(batches(2, 9, 9, 1), AT.plusSeconds(5));
    assertThat(continuity().epochs(EDGE))
        .containsExactly(
            new Epoch(EDGE, EPOCH, Opening.OF_NEW_LOG, AT, AT, List.of(range(1, 3), range(9, 9))));
  }

  @Test
  void edgesAndEpochsAreApartAndTheOldestEpochComesFirst() {
    EdgeId other = new EdgeId("south-edge");
    continuity().committed(List.of(receipt(new BatchId(EDGE, 900, 1))), AT);
    continuity()
        .committed(
            List.of(receipt(new BatchId(EDGE, 17, 1)), receipt(new BatchId(other, 17, 2))),
            AT.plusSeconds(1));

    assertThat(continuity().epochs(EDGE))
        .containsExactly(
            new Epoch(EDGE, 900, Opening.OF_NEW_LOG, AT, AT, List.of(range(1, 1))),
            new Epoch(
                EDGE,
                17,
                Opening.OF_NEW_LOG,
                AT.plusSeconds(1),
                AT.plusSeconds(1),
                List.of(range(1, 1))));
    assertThat(continuity().epochs(other)).extracting(Epoch::epoch).containsExactly(17L);
    assertThat(continuity().epochs(new EdgeId("unknown"))).isEmpty();
  }

  @Test
  void whatWasCommittedOutlivesTheProcessAndGoesOn() {
    continuity().committed(batches(1, 2, 5), AT);
    Continuity later = reopened();
    assertThat(ranges(later)).containsExactly(range(1, 2), range(5, 5));
    later.committed(batches(3, 4, 6), AT.plusSeconds(1));
    assertThat(ranges(later)).containsExactly(range(1, 6));
    assertThat(later.epochs(EDGE).getFirst().firstCommit()).isEqualTo(AT);
  }

  /** Backfill and live lanes interleave, and a lost acknowledgement repeats whole stretches. */
  @Test
  void anyOrderWithRepeatsEndsAsOneRange() {
    Random random = new Random(20260301);
    List<Long> sequences = new ArrayList<>(LongStream.rangeClosed(1, 300).boxed().toList());
    sequences.addAll(LongStream.rangeClosed(50, 120).boxed().toList());
    Collections.shuffle(sequences, random);
    int from = 0;
    while (from < sequences.size()) {
      int to = Math.min(sequences.size(), from + 1 + random.nextInt(20));
      continuity()
          .committed(
              batches(sequences.subList(from, to).stream().mapToLong(Long::longValue).toArray()),
              AT);
      from = to;
    }
    assertThat(ranges(continuity())).containsExactly(range(1, 300));
    assertThat(ranges(reopened())).containsExactly(range(1, 300));
  }

  private static Receipt receipt(long sequence, int checksum, List<HourCount> hours, Gap... gaps) {
    return new Receipt(
        new BatchId(EDGE, EPOCH, sequence), Opening.OF_NEW_LOG, checksum, hours, List.of(gaps));
  }

  @Test
  void anEpochKeepsTheOpeningThatItsFirstBatchNamed() {
    Opening opening = new Opening(41, -900);
    continuity()
        .committed(
            List.of(new Receipt(new BatchId(EDGE, EPOCH, 43), opening, 1, List.of(), List.of())),
            AT);
    continuity().committed(batches(44), AT);
    for (Supplier<Continuity> process : nowAndReopened()) {
      Continuity one = process.get();
      Epoch epoch = one.epochs(EDGE).getFirst();
      assertThat(epoch.opening()).isEqualTo(opening);
      assertThat(epoch.missing()).isEqualTo(2);
    }
  }

  @Test
  void aChecksumIsKnownOfWhatWasCommittedAndOfNothingElse() {
    continuity()
        .committed(
            List.of(
                receipt(3, -1, List.of()),
                receipt(1, 0, List.of()),
                receipt(2, Integer.MIN_VALUE, List.of())),
            AT);
    continuity().committed(List.of(receipt(5, 55, List.of())), AT);
    for (Supplier<Continuity> process : nowAndReopened()) {
      Continuity one = process.get();
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 1))).hasValue(0);
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 2))).hasValue(Integer.MIN_VALUE);
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 3))).hasValue(-1);
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 4))).isEmpty();
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 5))).hasValue(55);
      assertThat(one.checksum(new BatchId(EDGE, EPOCH, 6))).isEmpty();
      assertThat(one.checksum(new BatchId(EDGE, EPOCH + 1, 1))).isEmpty();
      assertThat(one.checksum(new BatchId(new EdgeId("other"), EPOCH, 1))).isEmpty();
    }
  }

  @Test
  void theFirstChecksumOfABatchStays() {
    continuity().committed(List.of(receipt(1, 10, List.of()), receipt(1, 11, List.of())), AT);
    continuity().committed(List.of(receipt(1, 12, List.of()), receipt(2, 20, List.of())), AT);
    assertThat(continuity().checksum(new BatchId(EDGE, EPOCH, 1))).hasValue(10);
    assertThat(continuity().checksum(new BatchId(EDGE, EPOCH, 2))).hasValue(20);
  }

  private static final long MIDNIGHT = AT.getEpochSecond() / 3600;

  private static Instant hour(int hour) {
    return Instant.ofEpochSecond((MIDNIGHT + hour) * 3600);
  }

  private static HourCount count(int hour, int readings) {
    return new HourCount(MIDNIGHT + hour, readings);
  }

  @Test
  void readingsAreCountedByTheHourOfEachEpoch() {
    continuity()
        .committed(
            List.of(
                receipt(4, 0, List.of(count(1, 40), count(2, 1))),
                receipt(2, 0, List.of(count(1, 20)))),
            AT);
    continuity().committed(List.of(receipt(3, 0, List.of(count(0, 5), count(1, 3)))), AT);
    continuity()
        .committed(
            List.of(
                new Receipt(
                    new BatchId(EDGE, 900, 1),
                    Opening.OF_NEW_LOG,
                    0,
                    List.of(count(1, 7)),
                    List.of())),
            AT);
    for (Supplier<Continuity> process : nowAndReopened()) {
      Continuity one = process.get();
      assertThat(one.hours(EDGE, new Period(hour(0), hour(3))))
          .containsExactly(
              new Hour(hour(0), EPOCH, range(3, 3), 5),
              new Hour(hour(1), EPOCH, range(2, 4), 63),
              new Hour(hour(1), 900, range(1, 1), 7),
              new Hour(hour(2), EPOCH, range(4, 4), 1));
      assertThat(one.hours(new EdgeId("other"), new Period(hour(0), hour(3)))).isEmpty();
    }
  }

  @Test
  void anHourBelongsToAPeriodThatTouchesIt() {
    continuity()
        .committed(List.of(receipt(1, 0, List.of(count(0, 1), count(1, 2), count(2, 3)))), AT);
    assertThat(continuity().hours(EDGE, new Period(hour(1), hour(2))))
        .extracting(Hour::readings)
        .containsExactly(2L);
    assertThat(continuity().hours(EDGE, new Period(hour(1).minusMillis(1), hour(2).plusMillis(1))))
        .extracting(Hour::readings)
        .containsExactly(1L, 2L, 3L);
    assertThat(continuity().hours(EDGE, new Period(hour(1).plusMillis(5), hour(1).plusMillis(6))))
        .extracting(Hour::readings)
        .containsExactly(2L);
    assertThat(continuity().hours(EDGE, EVER)).hasSize(3);
  }

  private static final Period EVER =
      new Period(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.ofEpochMilli(Long.MAX_VALUE));

  private static Gap gap(int from, int to) {
    return new Gap(
        Gap.Cause.SOURCE_DOWN,
        OptionalLong.empty(),
        hour(from),
        hour(to),
        List.of(),
        Optional.empty(),
        "plc: not reachable");
  }

  @Test
  void aGapComesBackAsItWasTold() {
    Gap full =
        new Gap(
            Gap.Cause.LOG_FULL,
            OptionalLong.of(12_345_678_901L),
            hour(0).plusMillis(1),
            hour(1).plusMillis(999),
            List.of(SignalId.parse("north/ph"), SignalId.parse("north/cod")),
            Optional.of(new Gap.Batches(-5, 7, Long.MAX_VALUE)),
            "内容, with a\nbreak");
    continuity().committed(List.of(receipt(1, 0, List.of(), gap(2, 3), full)), AT);
    for (Supplier<Continuity> process : nowAndReopened()) {
      Continuity one = process.get();
      assertThat(one.gaps(EDGE, EVER)).containsExactly(full, gap(2, 3));
      assertThat(one.gaps(new EdgeId("other"), EVER)).isEmpty();
    }
  }

  @Test
  void aGapBelongsToAPeriodThatTouchesItWithItsLastMomentIncluded() {
    continuity().committed(List.of(receipt(1, 0, List.of(), gap(2, 4))), AT);
    assertThat(continuity().gaps(EDGE, new Period(hour(3), hour(3).plusMillis(1)))).hasSize(1);
    assertThat(continuity().gaps(EDGE, new Period(hour(4), hour(5)))).hasSize(1);
    assertThat(continuity().gaps(EDGE, new Period(hour(4).plusMillis(1), hour(5)))).isEmpty();
    assertThat(continuity().gaps(EDGE, new Period(hour(1), hour(2)))).isEmpty();
    assertThat(continuity().gaps(EDGE, new Period(hour(1), hour(2).plusMillis(1)))).hasSize(1);
  }

  @Test
  void whatIsRepeatedCountsOnceAndTellsItsGapsOnce() {
    Receipt receipt = receipt(1, 0, List.of(count(0, 10)), gap(0, 1));
    continuity().committed(List.of(receipt, receipt), AT);
    continuity().committed(List.of(receipt), AT);
    Continuity later = reopened();
    later.committed(List.of(receipt, receipt(2, 0, List.of(count(0, 5)))), AT);
    assertThat(later.hours(EDGE, EVER)).containsExactly(new Hour(hour(0), EPOCH, range(1, 2), 15));
    assertThat(later.gaps(EDGE, EVER)).hasSize(1);
  }
}
