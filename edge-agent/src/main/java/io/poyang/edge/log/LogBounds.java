package io.poyang.edge.log;

import java.time.Duration;

/**
 * What the log may take of the disk, and for how long.
 *
 * @param maxBytes its files together never grow beyond this
 * @param maxAge a batch that has waited for longer is dropped
 * @param keepFreeBytes the log leaves this much of the volume to others
 */
public record LogBounds(long maxBytes, Duration maxAge, long keepFreeBytes, WhenFull whenFull) {
  public static final LogBounds DEFAULT =
      new LogBounds(4L << 30, Duration.ofDays(30), 256L << 20, WhenFull.DROP_OLDEST);

  /** What gives way when the log is full. */
  public enum WhenFull {
    /** The batches that have waited longest; a gap tells of them. */
    DROP_OLDEST,
    /** What a source brings, which may be able to hold on to it. */
    REFUSE_NEWEST
  }

  public LogBounds {
    if (maxBytes < 1 || maxAge.isNegative() || maxAge.isZero() || keepFreeBytes < 0) {
      throw new IllegalArgumentException(
          "log bounds: max-size %d, max-age %s and keep-free %d do not fit together"
              .formatted(maxBytes, maxAge, keepFreeBytes));
    }
  }
}
