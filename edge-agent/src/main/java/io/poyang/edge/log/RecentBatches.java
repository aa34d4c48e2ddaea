package io.poyang.edge.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest batches in memory, so that the live lane reads nothing back from disk while it keeps
 * up. Bounded in batches and bytes; the oldest go first. Not thread-safe.
 */
final class RecentBatches {
  private final @Nullable StoredBatch[] ring;
  private final long mostBytes;
  private long first;
  private long next;
  private long bytes;

  /**
   * @param next the number of the first batch that will be added
   */
  RecentBatches(long next, int mostBatches, long mostBytes) {
    this.first = next;
    this.next = next;
    this.ring = new StoredBatch[mostBatches];
    this.mostBytes = mostBytes;
  }

  /** The lowest sequence from which on this knows everything. */
  long first() {
    return first;
  }

  /** Takes the next batch; their numbers have no holes. */
  void add(StoredBatch batch) {
    while (next > first && (next - first == ring.length || bytes > mostBytes)) {
      forget(first);
      first++;
    }
    ring[slot(next)] = batch;
    bytes += batch.payload().length;
    next++;
  }

  /** Drops a batch that nobody will ask for any more. */
  void forget(long sequence) {
    if (sequence < first || sequence >= next) {
      return;
    }
    StoredBatch batch = ring[slot(sequence)];
    if (batch != null) {
      bytes -= batch.payload().length;
      ring[slot(sequence)] = null;
    }
  }

  List<StoredBatch> read(long from, long to, int most) {
    List<StoredBatch> found = new ArrayList<>();
    long end = Math.min(to, next - 1);
    for (long sequence = Math.max(from, first);
        sequence <= end && found.size() < most;
        sequence++) {
      StoredBatch batch = ring[slot(sequence)];
      if (batch != null) {
        found.add(batch);
      }
    }
    return found;
  }

  private int slot(long sequence) {
    return (int) (sequence % ring.length);
  }
}
