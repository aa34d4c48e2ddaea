package io.poyang.edge.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows in memory: its newest batches, its backlog, whether it works. Any thread;
 * never waits for the disk.
 */
final class LogState {
  private static final int RECENT_BATCHES = 8192;
  private static final long RECENT_BYTES = 8 << 20;

  private RecentBatches recent;
  private final Sequences freed = new Sequences();
  private Backlog backlog;
  private long lastSequence;
  private long epoch;
  private @Nullable String failing;

  LogState(LogFile.Begun begun, Backlog held) {
    lastSequence = begun.opening().first() - 1;
    epoch = begun.epoch();
    recent = new RecentBatches(lastSequence + 1, RECENT_BATCHES, RECENT_BYTES);
    backlog = held;
  }

  /** The file was opened anew, and may hold other batches than before. */
  synchronized void reopened(LogFile.Begun begun, Backlog held) {
    lastSequence = begun.opening().first() - 1;
    epoch = begun.epoch();
    recent = new RecentBatches(lastSequence + 1, RECENT_BATCHES, RECENT_BYTES);
    backlog = held;
  }

  /** What would help if the file were lost. */
  synchronized Salvage.Memory memory(long keptAtMillis) {
    return new Salvage.Memory(
        epoch,
        lastSequence,
        backlog,
        recent.read(recent.first(), Long.MAX_VALUE, Integer.MAX_VALUE),
        keptAtMillis);
  }

  synchronized void free(long sequence) {
    recent.forget(sequence);
    freed.add(sequence);
  }

  synchronized boolean isFreed(long sequence) {
    return freed.contains(sequence);
  }

  /** The batches of a range if memory has all of them; null where the disk must be asked. */
  synchronized @Nullable List<StoredBatch> recent(long from, long to, int most) {
    return from >= recent.first() ? recent.read(from, to, most) : null;
  }

  synchronized List<StoredBatch> withoutFreed(List<StoredBatch> batches) {
    List<StoredBatch> kept = new ArrayList<>(batches.size());
    for (StoredBatch batch : batches) {
      if (!freed.contains(batch.sequence())) {
        kept.add(batch);
      }
    }
    return kept;
  }

  /** A transaction is safe: what it added, freed and dropped, and what is left. */
  synchronized void committed(
      List<StoredBatch> added,
      List<Sequences.Range> freedNow,
      List<Sequences.Range> dropped,
      Backlog left) {
    for (StoredBatch batch : added) {
      recent.add(batch);
      lastSequence = batch.sequence();
    }
    freedNow.forEach(freed::remove);
    for (Sequences.Range range : dropped) {
      for (long sequence = range.from(); sequence <= range.to(); sequence++) {
        recent.forget(sequence);
      }
    }
    backlog = left;
  }

  /** True when this is news. */
  synchronized boolean fails(String message) {
    boolean news = failing == null;
    failing = message;
    return news;
  }

  /** True when this is news. */
  synchronized boolean works() {
    boolean news = failing != null;
    failing = null;
    return news;
  }

  synchronized @Nullable String failing() {
    return failing;
  }

  synchronized long lastSequence() {
    return lastSequence;
  }

  synchronized long epoch() {
    return epoch;
  }

  synchronized Backlog backlog() {
    return backlog;
  }
}
