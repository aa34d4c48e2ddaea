package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Reading;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disk first: a reading is safe once its append has completed, and stays until its batch is freed.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>{@link #append} completes only after the synced commit, or exceptionally when the readings
 *       were not taken; the next append may succeed, the log mends itself when the disk does.
 *   <li>Batches are numbered from 1 without holes over all openings of the file; each opening is an
 *       epoch of its own, under a fresh number that is safe before the first batch carries it. A
 *       batch is the same bytes however often it is read.
 *   <li>Any thread may call; nothing blocks except {@link #read}, which may wait for the disk, and
 *       {@link #close}. Stages complete in order of append, on one thread that is not the writer.
 * </ul>
 */
public final class Log implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Log.class);
  private static final int RECENT_BATCHES = 8192;
  private static final long RECENT_BYTES = 8 << 20;

  private final Path folder;
  private final LogFolder lock;
  private final LogFile file;
  private final long epoch;
  private final AppendQueue queue;
  private final Encoder encoder;
  private final List<Consumer<Commit>> watchers = new CopyOnWriteArrayList<>();
  private final ExecutorService notifier =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log-notify").daemon().factory());
  private final Thread writer;

  /** Guards what follows; never held while the disk works. */
  private final Object memory = new Object();

  private final RecentBatches recent;
  private final Sequences freed = new Sequences();
  private Backlog backlog;
  private long lastSequence;
  private @Nullable String failing;

  private Log(Path folder, LogFolder lock, LogFile file, LogSettings settings, InstantSource time)
      throws SQLException {
    this.folder = folder;
    this.lock = lock;
    this.file = file;
    LogFile.Begun begun = file.beginEpoch(freshEpoch(), time.millis());
    this.epoch = begun.epoch();
    this.lastSequence = begun.opening().first() - 1;
    this.recent = new RecentBatches(lastSequence + 1, RECENT_BATCHES, RECENT_BYTES);
    this.backlog = file.backlog();
    this.queue = new AppendQueue(settings);
    this.encoder = new Encoder(file.life().edge(), epoch, begun.opening(), settings.batchSize());
    this.writer = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::write);
  }

  /**
   * Opens the log of a folder, or begins one.
   *
   * @throws LogException where another agent has the folder, or the disk cannot be used
   */
  public static Log open(Path folder, EdgeId edge, LogSettings settings, InstantSource time) {
    LogFolder lock = LogFolder.lock(folder);
    try {
      LogFile file = lock.open(edge, time.instant());
      Log opened = new Log(folder, lock, file, settings, time);
      opened.writer.start();
      log.info(
          "log {}: epoch {}, last batch {}, backlog {} batches with {} readings",
          folder,
          Long.toUnsignedString(opened.epoch, 36),
          opened.lastSequence,
          opened.backlog.batches(),
          opened.backlog.readings());
      return opened;
    } catch (SQLException e) {
      lock.close();
      throw new LogException("log in %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static long freshEpoch() {
    long epoch = new SecureRandom().nextLong() >>> 1;
    return epoch == Opening.NONE ? freshEpoch() : epoch;
  }

  /**
   * Keeps readings; the list must not change afterwards.
   *
   * @return completes after the synced commit; exceptionally with a {@link LogException} when they
   *     were not taken
   */
  public CompletionStage<Void> append(List<Reading> readings) {
    return readings.isEmpty()
        ? CompletableFuture.completedStage(null)
        : append(readings, List.of());
  }

  /** Keeps word of a loss, as {@link #append(List)} keeps readings. */
  public CompletionStage<Void> append(Gap gap) {
    return append(List.of(), List.of(gap));
  }

  private CompletionStage<Void> append(List<Reading> readings, List<Gap> gaps) {
    CompletableFuture<Void> safe = new CompletableFuture<>();
    LogException refusal = queue.offer(new AppendQueue.Append(readings, gaps, safe));
    if (refusal != null) {
      safe.completeExceptionally(refusal);
    }
    return safe;
  }

  /** Lets go of a batch that ingest has acknowledged; it leaves the disk with a later commit. */
  public void free(long sequence) {
    synchronized (memory) {
      recent.forget(sequence);
      freed.add(sequence);
    }
    queue.free(sequence);
  }

  /**
   * The batches of a range that were not freed, in order; empty only where there is none.
   *
   * @param to included
   * @throws LogException where the disk does not give them back
   */
  public List<StoredBatch> read(long from, long to, int most) {
    long start = from;
    while (start <= to) {
      synchronized (memory) {
        if (start >= recent.first()) {
          return recent.read(start, to, most);
        }
      }
      List<StoredBatch> rows = rows(start, to, most);
      if (rows.isEmpty()) {
        return rows;
      }
      List<StoredBatch> kept = new ArrayList<>(rows.size());
      synchronized (memory) {
        for (StoredBatch row : rows) {
          if (!freed.contains(row.sequence())) {
            kept.add(row);
          }
        }
      }
      if (!kept.isEmpty()) {
        return kept;
      }
      start = rows.getLast().sequence() + 1;
    }
    return List.of();
  }

  private List<StoredBatch> rows(long from, long to, int most) {
    try {
      return file.read(from, to, most);
    } catch (SQLException e) {
      throw new LogException(
          "log %s: batches %d..%d cannot be read (%s): check the disk, then restart the agent,"
                  .formatted(folder, from, to, e.getMessage())
              + " which sets a damaged file aside",
          e);
    }
  }

  /** Calls back after every commit, on the thread that completes appends; must not block. */
  public void watch(Consumer<Commit> watcher) {
    watchers.add(watcher);
  }

  /** This opening's own random number, which its batches carry; never 0. */
  public long epoch() {
    return epoch;
  }

  /** The number of the newest committed batch; 0 where there never was one. */
  public long lastSequence() {
    synchronized (memory) {
      return lastSequence;
    }
  }

  public Backlog backlog() {
    synchronized (memory) {
      return backlog;
    }
  }

  /** Readings that wait for their commit. */
  public int waiting() {
    return queue.waiting();
  }

  /** Why the last commit failed, until one succeeds; null when all is well. */
  public @Nullable String failing() {
    synchronized (memory) {
      return failing;
    }
  }

  private void write() {
    try {
      for (AppendQueue.Group group = queue.take(); group != null; group = queue.take()) {
        commit(group);
      }
    } catch (InterruptedException e) {
      log.warn("log {}: writer was interrupted and stops", folder);
    }
  }

  private void commit(AppendQueue.Group group) {
    long begun = System.nanoTime();
    List<StoredBatch> batches;
    Backlog after = backlog();
    int readingsAdded = 0;
    try {
      batches = encoded(group.appends(), lastSequence() + 1);
      file.begin();
      for (Sequences.Range range : group.freed()) {
        after = after.minus(file.delete(range));
      }
      for (StoredBatch batch : batches) {
        file.insert(batch, 0);
        after = after.plus(new Backlog(1, batch.readings(), batch.payload().length));
        readingsAdded += batch.readings();
      }
      file.advance(batches.isEmpty() ? lastSequence() : batches.getLast().sequence(), after);
      file.commit();
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever it was, the writer lives on: a log that stops taking readings must say so.
      undo(group, e);
      return;
    }
    synchronized (memory) {
      for (StoredBatch batch : batches) {
        recent.add(batch);
        lastSequence = batch.sequence();
      }
      group.freed().forEach(freed::remove);
      backlog = after;
    }
    recovered();
    Commit commit =
        new Commit(
            lastSequence(),
            batches.size(),
            readingsAdded,
            Duration.ofNanos(System.nanoTime() - begun));
    notifier.execute(() -> announce(group, commit));
  }

  private List<StoredBatch> encoded(List<AppendQueue.Append> appends, long sequence) {
    List<StoredBatch> batches = encoder.readings(appends, sequence);
    List<Gap> gaps = appends.stream().flatMap(append -> append.gaps().stream()).toList();
    if (!gaps.isEmpty()) {
      batches.addAll(encoder.gaps(gaps, sequence + batches.size()));
    }
    return batches;
  }

  private void undo(AppendQueue.Group group, Throwable cause) {
    file.rollback();
    for (Sequences.Range range : group.freed()) {
      for (long sequence = range.from(); sequence <= range.to(); sequence++) {
        queue.free(sequence);
      }
    }
    LogException failure =
        new LogException(
            "log %s does not take readings (%s): %s"
                .formatted(folder, cause.getMessage(), mend(cause)),
            cause);
    synchronized (memory) {
      if (failing == null) {
        log.error("{}", failure.getMessage());
      }
      failing = String.valueOf(failure.getMessage());
    }
    notifier.execute(
        () -> group.appends().forEach(append -> append.safe().completeExceptionally(failure)));
  }

  private static String mend(Throwable cause) {
    return LogFormat.isCorrupt(cause)
        ? "restart the agent, which sets the damaged file aside"
        : "free space on its disk or make it writable; it goes on by itself then";
  }

  private void recovered() {
    synchronized (memory) {
      if (failing != null) {
        failing = null;
        log.info("log {} takes readings again", folder);
      }
    }
  }

  private void announce(AppendQueue.Group group, Commit commit) {
    group.appends().forEach(append -> append.safe().complete(null));
    for (Consumer<Commit> watcher : watchers) {
      try {
        watcher.accept(commit);
      } catch (RuntimeException e) {
        log.error("log {}: a watcher of commits failed", folder, e);
      }
    }
  }

  /** For tests: as if the disk had room for so many pages only. */
  void limitPages(long pages) throws SQLException {
    file.limitPages(pages);
  }

  /** Commits what waits, then closes. */
  @Override
  public void close() {
    queue.close();
    try {
      writer.join();
      notifier.shutdown();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("log {} did not close cleanly: {}", folder, e.getMessage());
    } finally {
      lock.close();
    }
  }
}
