package io.poyang.edge.log;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Gives the file's free pages back to the volume, a little at a time. Belongs to the log's writer.
 */
final class Shrinking {
  static final Duration PAUSE = Duration.ofMillis(100);

  /** 4 MiB: a step moves at most so many pages, in a transaction of its own. */
  private static final int PAGES = 1024;

  private boolean active;
  private long notBefore = System.nanoTime();

  boolean active() {
    return active;
  }

  /**
   * @param idle whether nobody waits for the writer
   */
  void step(LogFile file, Bounds bounds, boolean idle) throws SQLException {
    if (System.nanoTime() - notBefore < 0) {
      return;
    }
    notBefore = System.nanoTime() + PAUSE.toNanos();
    Bounds.Usage usage = file.usage();
    if (usage.walBytes() > bounds.walBytes()) {
      file.checkpoint();
    }
    if (active && !Bounds.worthGoingOn(usage)) {
      active = false;
      file.checkpoint();
    }
    active |= Bounds.worthShrinking(usage);
    if (active && idle) {
      file.shrink(PAGES);
    }
  }
}
