package io.poyang.edge.log;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the log's writer: readings to keep and batches to free. Bounded in readings. */
final class AppendQueue {
  /** So many readings end a group; bounds the size of a transaction. */
  private static final int MOST_IN_GROUP = 65_536;

  /** A freed batch waits this long for readings to share a commit with. */
  private static final long FREE_WITHIN_NANOS = Duration.ofMillis(500).toNanos();

  /** Readings to keep, or gaps to tell of, or both. */
  record Append(List<Reading> readings, List<Gap> gaps, CompletableFuture<Void> safe) {}

  /**
   * What is committed together.
   *
   * @param damaged batches that a reader found spoilt
   * @param broken whether a reader found the file itself damaged
   */
  record Group(
      List<Append> appends,
      List<Sequences.Range> freed,
      List<Sequences.Range> damaged,
      boolean broken) {
    boolean isEmpty() {
      return appends.isEmpty() && freed.isEmpty() && damaged.isEmpty() && !broken;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Append> appends = new ArrayDeque<>();
  private final Sequences freed = new Sequences();
  private final Sequences damaged = new Sequences();
  private final long commitWithinNanos;
  private final int enough;
  private final int mostReadings;
  private int waiting;
  private long firstAppendNanos;
  private long firstFreeNanos;
  private boolean broken;
  private boolean closed;

  AppendQueue(LogSettings settings) {
    commitWithinNanos = settings.commitWithin().toNanos();
    enough = settings.batchSize();
    mostReadings = settings.queueReadings();
  }

  /** Takes readings to keep, or says why not. */
  @Nullable LogException offer(Append append) {
    int size = append.readings().size();
    lock.lock();
    try {
      if (closed) {
        return new LogException("log: it is closed; the agent is stopping");
      }
      // A list larger than the whole queue is taken when the queue is empty, or it never would be.
      if (waiting > 0 && waiting + size > mostReadings) {
        return LogFullException.ofQueue(waiting, mostReadings);
      }
      if (appends.isEmpty()) {
        firstAppendNanos = System.nanoTime();
        changed.signal();
      } else if (waiting < enough && waiting + size >= enough) {
        changed.signal();
      }
      appends.add(append);
      waiting += size;
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Once closed nothing more is freed: what stays is sent once more, which changes nothing. */
  void free(long sequence) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (freed.isEmpty()) {
        firstFreeNanos = System.nanoTime();
        changed.signal();
      }
      freed.add(sequence);
    } finally {
      lock.unlock();
    }
  }

  /** A batch that cannot be read any more is to be taken out. */
  void damaged(long sequence) {
    lock.lock();
    try {
      damaged.add(sequence);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The file cannot be read any more. */
  void broken() {
    lock.lock();
    try {
      broken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next group, which is empty when nothing came for so long; null once the queue is
   * closed and empty.
   */
  @Nullable Group take(Duration idle) throws InterruptedException {
    lock.lock();
    try {
      long left = idle.toNanos();
      for (long wait = nanosToWait(); wait > 0 && left > 0; wait = nanosToWait()) {
        long before = System.nanoTime();
        changed.awaitNanos(Math.min(wait, left));
        left -= System.nanoTime() - before;
      }
      if (closed && appends.isEmpty() && freed.isEmpty()) {
        return null;
      }
      List<Append> taken = new ArrayList<>();
      int readings = 0;
      while (!appends.isEmpty() && readings < MOST_IN_GROUP) {
        Append append = appends.remove();
        readings += append.readings().size();
        taken.add(append);
      }
      waiting -= readings;
      boolean brokenNow = broken;
      broken = false;
      return new Group(taken, freed.drain(), damaged.drain(), brokenNow);
    } finally {
      lock.unlock();
    }
  }

  private long nanosToWait() {
    if (closed || waiting >= enough || broken || !damaged.isEmpty()) {
      return 0;
    }
    long now = System.nanoTime();
    long untilAppend =
        appends.isEmpty() ? Long.MAX_VALUE : firstAppendNanos + commitWithinNanos - now;
    long untilFree = freed.isEmpty() ? Long.MAX_VALUE : firstFreeNanos + FREE_WITHIN_NANOS - now;
    return Math.min(untilAppend, untilFree);
  }

  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
