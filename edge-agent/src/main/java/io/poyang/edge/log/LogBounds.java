package io.poyang.edge.log;

import io.poyang.telemetry.config.Section;
import io.poyang.telemetry.config.Size;
import java.time.Duration;
import java.util.Map;

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

  /** Below this the write-ahead log would have no room for one group of readings. */
  private static final Size SMALLEST = new Size(64 << 20);

  public LogBounds {
    if (maxBytes < 1 || maxAge.isNegative() || maxAge.isZero() || keepFreeBytes < 0) {
      throw new IllegalArgumentException(
          "log bounds: max-size %d, max-age %s and keep-free %d do not fit together"
              .formatted(maxBytes, maxAge, keepFreeBytes));
    }
  }

  static LogBounds read(Section section) {
    Size size = section.size("max-size", new Size(DEFAULT.maxBytes()));
    if (size.bytes() < SMALLEST.bytes()) {
      section.fail("max-size", "was " + (size.bytes() >> 20) + "MiB but must be at least 64MiB");
      size = SMALLEST;
    }
    Duration age = section.duration("max-age", DEFAULT.maxAge());
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      section.fail("max-age", "was " + age.toSeconds() + "s but must be at least 1min");
      age = DEFAULT.maxAge();
    }
    return new LogBounds(
        size.bytes(),
        age,
        section.size("keep-free", new Size(DEFAULT.keepFreeBytes())).bytes(),
        section.choice(
            "when-full",
            Map.of("drop-oldest", WhenFull.DROP_OLDEST, "refuse-newest", WhenFull.REFUSE_NEWEST),
            DEFAULT.whenFull()));
  }
}
