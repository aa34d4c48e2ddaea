package io.poyang.telemetry.continuity;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Remembers the sequences of each (edge, epoch) whose batches the store has committed. Durable:
 * {@link #committed} returns after the disk has it. One thread writes, any thread reads.
 */
public interface Continuity {
  /** Adds the batches; one that is already known changes nothing. */
  void committed(Collection<BatchId> batches, Instant at);

  /** What is known of an edge, one line per epoch, the oldest epoch first. */
  List<Epoch> epochs(EdgeId edge);

  /**
   * The committed sequences of one epoch.
   *
   * @param ranges ascending, not touching one another; a hole between two is what is still missing
   */
  record Epoch(
      EdgeId edge,
      long epoch,
      Instant firstCommit,
      Instant lastCommit,
      List<SequenceRange> ranges) {
    /** The number of batches between the first and last that have not been committed. */
    public long missing() {
      long missing = ranges.isEmpty() ? 0 : ranges.getFirst().first() - 1;
      for (int i = 1; i < ranges.size(); i++) {
        missing += ranges.get(i).first() - ranges.get(i - 1).last() - 1;
      }
      return missing;
    }
  }

  /** Sequences {@code first} to {@code last}, both included. */
  record SequenceRange(long first, long last) {
    public SequenceRange {
      if (first > last) {
        throw new IllegalArgumentException("sequence range " + first + ".." + last + " is empty");
      }
    }
  }
}
