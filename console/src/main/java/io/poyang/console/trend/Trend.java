package io.poyang.console.trend;

import io.poyang.telemetry.Period;
import org.jspecify.annotations.Nullable;

/**
 * Collects the readings of one signal, oldest first, and gives at most so many points: all of them
 * where they fit, else the {@link Envelope} of each bucket. Gaps are marked either way.
 */
public final class Trend {
  public static final int FEWEST_POINTS = 10;
  public static final int MOST_POINTS = 4000;

  private final long fromMillis;
  private final long toMillis;
  private final long maxSilenceMillis;
  private final int most;
  private Columns all = new Columns();
  private @Nullable Envelope envelope;
  private long readings;

  public Trend(Period period, long maxSilenceMillis, int most) {
    if (most < FEWEST_POINTS || most > MOST_POINTS) {
      throw new IllegalArgumentException(
          "points was " + most + " but must be " + FEWEST_POINTS + ".." + MOST_POINTS);
    }
    this.fromMillis = period.from().toEpochMilli();
    // Rounded up: a reading in the last millisecond begun belongs to the period.
    this.toMillis = period.to().plusNanos(999_999).toEpochMilli();
    this.maxSilenceMillis = maxSilenceMillis;
    this.most = most;
  }

  /** A silence longer than this is a gap: half as long again as the signal may be silent. */
  public static long gapMillis(long maxSilenceMillis) {
    return maxSilenceMillis + maxSilenceMillis / 2;
  }

  public void add(long atMillis, double value, int status) {
    readings++;
    byte quality = Columns.qualityOf(status);
    if (envelope == null && all.size() == most) {
      thin();
    }
    if (envelope == null) {
      all.add(atMillis, value, quality);
    } else {
      envelope.add(atMillis, value, quality);
    }
  }

  private Envelope thin() {
    Envelope thinned = new Envelope(fromMillis, toMillis, most / 2);
    for (int i = 0; i < all.size(); i++) {
      thinned.add(all.at(i), all.value(i), all.quality(i));
    }
    all = new Columns();
    envelope = thinned;
    return thinned;
  }

  public Series series() {
    if (envelope == null) {
      Columns marked = withGaps(all, maxSilenceMillis);
      if (marked.size() <= most) {
        return new Series(false, 0, readings, marked);
      }
    }
    Envelope thinned = envelope == null ? thin() : envelope;
    Columns points = thinned.points(most, maxSilenceMillis);
    return new Series(true, thinned.bucketMillis(), readings, points);
  }

  /** All readings as they are, with their gaps marked. */
  public static Series raw(Columns readings, long maxSilenceMillis) {
    return new Series(false, 0, readings.size(), withGaps(readings, maxSilenceMillis));
  }

  private static Columns withGaps(Columns readings, long maxSilenceMillis) {
    Columns marked = new Columns();
    long gapAfter = gapMillis(maxSilenceMillis);
    for (int i = 0; i < readings.size(); i++) {
      if (i > 0 && readings.at(i) - readings.at(i - 1) > gapAfter) {
        marked.addGap(readings.at(i - 1) + gapAfter);
      }
      marked.add(readings.at(i), readings.value(i), readings.quality(i));
    }
    return marked;
  }

  /**
   * A series ready to be drawn.
   *
   * @param bucketMillis length of a bucket; 0 where all readings are given
   * @param readings how many there are behind it
   */
  public record Series(boolean downsampled, long bucketMillis, long readings, Columns points) {}
}
