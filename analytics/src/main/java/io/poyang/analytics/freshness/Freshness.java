package io.poyang.analytics.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How fresh the newest reading of a signal is, and by that how fresh a site is. */
public enum Freshness {
  /** The newest reading still speaks for the present. */
  LIVE,
  /** There are readings, but the newest is older than its signal may stay silent. */
  STALE,
  /** No reading at all within {@link #MEMORY}. */
  SILENT;

  /** How far back a newest reading is looked for; what is older counts as never. */
  public static final Duration MEMORY = Duration.ofHours(24);

  /** A reading sent at the last moment still has its way to go: a signal must not flicker. */
  public static final Duration TRAVEL = Duration.ofSeconds(5);

  /** Stands for "no reading" where a time is a number. */
  public static final long NEVER = Long.MIN_VALUE;

  private static final long TRAVEL_MILLIS = TRAVEL.toMillis();
  private static final long MEMORY_MILLIS = MEMORY.toMillis();

  /**
   * Decides for one signal.
   *
   * @param lastMillis source time of the newest reading, or {@link #NEVER}; a time ahead of now is
   *     live, since only clocks differ
   */
  public static Freshness of(long lastMillis, long maxSilenceMillis, long nowMillis) {
    if (lastMillis == NEVER) {
      return SILENT;
    }
    long age = nowMillis - lastMillis;
    if (age <= allowedAgeMillis(maxSilenceMillis)) {
      return LIVE;
    }
    return age <= MEMORY_MILLIS ? STALE : SILENT;
  }

  public static Freshness of(@Nullable Instant last, Duration maxSilence, Instant now) {
    return of(
        last == null ? NEVER : last.toEpochMilli(), maxSilence.toMillis(), now.toEpochMilli());
  }

  /** The greatest age at which a reading is live. */
  public static long allowedAgeMillis(long maxSilenceMillis) {
    return maxSilenceMillis + TRAVEL_MILLIS;
  }

  /** The word used in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
