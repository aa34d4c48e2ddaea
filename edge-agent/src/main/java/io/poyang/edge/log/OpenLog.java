package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file at hand and the epoch that began with its opening; opened anew when it broke. */
final class OpenLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenLog.class);

  /** What a reader waits for while what it reads is being saved. */
  private static final Duration LONGEST_MENDING = Duration.ofMinutes(2);

  private final LogFolder folder;
  private final EdgeId edge;
  private final LogSettings settings;
  private final InstantSource time;
  private volatile LogFile file;
  private volatile boolean mending;
  private LogFile.Begun begun;
  private Encoder encoder;

  OpenLog(LogFolder folder, EdgeId edge, LogSettings settings, InstantSource time)
      throws SQLException {
    this.folder = folder;
    this.edge = edge;
    this.settings = settings;
    this.time = time;
    file = folder.open(edge, new Bounds(settings.bounds()), null, time.instant());
    begun = file.openings().getLast();
    encoder = encoder(begun);
  }

  private Encoder encoder(LogFile.Begun of) {
    return new Encoder(edge, of.epoch(), of.opening(), settings.batchSize());
  }

  LogFile file() {
    return file;
  }

  /** For the writer's thread. */
  Encoder encoder() {
    return encoder;
  }

  /** For the writer's thread. */
  LogFile.Begun begun() {
    return begun;
  }

  /** Closes the file, mends what is broken and begins an epoch; the writer's thread only. */
  void reopen(Salvage.Memory memory) throws SQLException {
    mending = true;
    try {
      file.close();
    } catch (SQLException e) {
      log.debug("log {}: the broken file did not close: {}", file.path(), e.getMessage());
    }
    LogFile opened = folder.open(edge, new Bounds(settings.bounds()), memory, time.instant());
    begun = opened.openings().getLast();
    encoder = encoder(begun);
    synchronized (this) {
      file = opened;
      mending = false;
      notifyAll();
    }
  }

  /**
   * Reads from the file, or from its successor where it breaks meanwhile.
   *
   * @param broken is told that the file is damaged
   */
  LogFile.Found read(long from, long to, int most, Runnable broken) throws SQLException {
    LogFile at = file;
    try {
      return at.read(from, to, most);
    } catch (SQLException e) {
      boolean corrupt = LogFormat.isCorrupt(e);
      if (corrupt) {
        broken.run();
      }
      if (!corrupt && !mending && at == file) {
        throw e;
      }
      LogFile other = successor(at);
      if (other == null) {
        throw e;
      }
      return other.read(from, to, most);
    }
  }

  private synchronized @Nullable LogFile successor(LogFile of) {
    long until = System.nanoTime() + LONGEST_MENDING.toNanos();
    try {
      while (file == of && until - System.nanoTime() > 0) {
        wait(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return file == of ? null : file;
  }

  @Override
  public void close() throws SQLException {
    file.close();
  }
}
