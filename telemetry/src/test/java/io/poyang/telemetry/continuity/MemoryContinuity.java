package io.poyang.telemetry.continuity;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Continuity without a disk, for tests of what stands before or behind it. */
public final class MemoryContinuity implements Continuity {
  private final Map<Life, Known> lives = new LinkedHashMap<>();

  private record Life(EdgeId edge, long epoch) {}

  private static final class Known {
    private final Instant first;
    private Instant last;
    private final TreeSet<Long> sequences = new TreeSet<>();

    Known(Instant at) {
      first = at;
      last = at;
    }
  }

  @Override
  public synchronized void committed(Collection<BatchId> batches, Instant at) {
    for (BatchId batch : batches) {
      Known known =
          lives.computeIfAbsent(new Life(batch.edge(), batch.epoch()), unused -> new Known(at));
      if (known.sequences.add(batch.sequence())) {
        known.last = at;
      }
    }
  }

  @Override
  public synchronized List<Epoch> epochs(EdgeId edge) {
    List<Epoch> epochs = new ArrayList<>();
    lives.forEach(
        (life, known) -> {
          if (life.edge().equals(edge)) {
            epochs.add(
                new Epoch(edge, life.epoch(), known.first, known.last, ranges(known.sequences)));
          }
        });
    return epochs;
  }

  private static List<SequenceRange> ranges(TreeSet<Long> sequences) {
    List<SequenceRange> ranges = new ArrayList<>();
    long first = 0;
    long last = 0;
    for (long sequence : sequences) {
      if (first == 0) {
        first = sequence;
      } else if (sequence != last + 1) {
        ranges.add(new SequenceRange(first, last));
        first = sequence;
      }
      last = sequence;
    }
    ranges.add(new SequenceRange(first, last));
    return ranges;
  }
}
