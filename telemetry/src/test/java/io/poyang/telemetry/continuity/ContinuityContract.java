package io.poyang.telemetry.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
}
