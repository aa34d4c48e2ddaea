package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
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
 *   <li>What was taken is in the log, or freed, or counted in exactly one gap, which is a batch of
 *       the log like any other: bounds and damage take nothing without a word.
 *   <li>Batches are numbered from 1 without holes over all openings of the file; each opening is an
 *       epoch of its own, under a fresh number that is safe before the first batch carries it. A
 *       batch is the same bytes however often it is read.
 *   <li>Any thread may call; nothing blocks except {@link #read}, which may wait for the disk, and
 *       {@link #close}. Stages complete in order of append, on one thread that is not the writer.
 * </ul>
 */
public final class Log implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Log.class);

  /** What a disk that hangs gets to answer in when the agent stops. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Path folder;
  private final LogFolder lock;
  private final OpenLog file;
  private final AppendQueue queue;
  private final LogState state;
  private final LogWriter writer;

  private Log(Path folder, LogFolder lock, OpenLog file, LogSettings settings, InstantSource time)
      throws SQLException {
    this.folder = folder;
    this.lock = lock;
    this.file = file;
    state = new LogState(file.begun(), file.file().backlog());
    queue = new AppendQueue(settings);
    LogClock clock = new LogClock(file.file().newestKeptAt(), time);
    writer = new LogWriter(folder, settings.bounds(), clock, queue, state, file);
  }

  /**
   * Opens the log of a folder, or begins one.
   *
   * @throws LogDiskException where the disk is full or read-only for now
   * @throws LogException where another agent has the folder, or it cannot be used
   */
  public static Log open(Path folder, EdgeId edge, LogSettings settings, InstantSource time) {
    LogFolder lock = LogFolder.lock(folder);
    try {
      OpenLog file = new OpenLog(lock, edge, settings, time);
      Log opened = new Log(folder, lock, file, settings, time);
      opened.writer.start();
      Backlog backlog = opened.backlog();
      log.info(
          "log {}: epoch {}, last batch {}, backlog {} batches with {} readings",
          folder,
          Long.toUnsignedString(opened.epoch(), 36),
          opened.lastSequence(),
          backlog.batches(),
          backlog.readings());
      return opened;
    } catch (SQLException e) {
      lock.close();
      throw LogFolder.failure(
          folder, "log in %s cannot be opened: %s".formatted(folder, e.getMessage()), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Keeps readings; the list must not change afterwards.
   *
   * @return completes after the synced commit; exceptionally with a {@link LogException} when they
   *     were not taken, a {@link LogFullException} when there was no room
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
    AppendQueue.Append append = new AppendQueue.Append(readings, gaps, safe);
    LogException refusal = queue.offer(append);
    if (refusal != null) {
      writer.refused(append);
      safe.completeExceptionally(refusal);
    }
    return safe;
  }

  /** Lets go of a batch that ingest has acknowledged; it leaves the disk with a later commit. */
  public void free(long sequence) {
    state.free(sequence);
    queue.free(sequence);
  }

  /**
   * Says which batches are on their way and must not be dropped for want of room or for their age;
   * asked on the writer's thread.
   */
  public void spare(LongPredicate onTheirWay) {
    writer.spare(onTheirWay);
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
      List<StoredBatch> recent = state.recent(start, to, most);
      if (recent != null) {
        return recent;
      }
      LogFile.Found found = rows(start, to, most);
      found.damaged().forEach(queue::damaged);
      List<StoredBatch> kept = state.withoutFreed(found.sound());
      if (!kept.isEmpty() || found.last() == 0) {
        return kept;
      }
      start = found.last() + 1;
    }
    return List.of();
  }

  private LogFile.Found rows(long from, long to, int most) {
    try {
      return file.read(from, to, most, queue::broken);
    } catch (SQLException e) {
      throw new LogException(
          "log %s: batches %d..%d cannot be read (%s): check the disk"
              .formatted(folder, from, to, e.getMessage()),
          e);
    }
  }

  /** Calls back after every commit, on the thread that completes appends; must not block. */
  public void watch(Consumer<Commit> watcher) {
    writer.watch(watcher);
  }

  /** This opening's own random number, which its batches carry; never 0. */
  public long epoch() {
    return state.epoch();
  }

  /** The number of the newest committed batch; 0 where there never was one. */
  public long lastSequence() {
    return state.lastSequence();
  }

  public Backlog backlog() {
    return state.backlog();
  }

  /** What its files take of the disk. */
  public long bytes() {
    return file.file().bytes();
  }

  /** What was lost or refused since it was opened. */
  public LogLosses losses() {
    return writer.losses();
  }

  /** Readings that wait for their commit. */
  public int waiting() {
    return queue.waiting();
  }

  /** Why the last commit failed, until one succeeds; null when all is well. */
  public @Nullable String failing() {
    return state.failing();
  }

  /** For tests: as if the disk had room for so many pages only. */
  void limitPages(long pages) throws SQLException {
    file.file().limitPages(pages);
  }

  /** Commits what waits, then closes; a disk that hangs is not waited for without end. */
  @Override
  public void close() {
    try {
      if (!writer.close(LONGEST_CLOSE)) {
        // The writer may still be in the middle of a transaction: neither file nor lock is let go
        // of before the process ends.
        log.error("log {}: its disk hangs; what was not committed yet is not safe", folder);
        return;
      }
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("log {} did not close cleanly: {}", folder, e.getMessage());
    }
    lock.close();
  }
}
