package io.poyang.console.trend;

import io.poyang.telemetry.Quality;
import java.util.Arrays;

/**
 * Points of one series in columns, ascending in time. A point without a value is NaN: a gap where
 * its quality is {@link #GOOD}, else a reading in which nothing was measured.
 */
public final class Columns {
  public static final byte GOOD = 0;
  public static final byte UNCERTAIN = 1;
  public static final byte BAD = 2;

  private long[] at = new long[64];
  private double[] value = new double[64];
  private byte[] quality = new byte[64];
  private int size;

  public static byte qualityOf(int status) {
    return Quality.isGood(status) ? GOOD : Quality.isBad(status) ? BAD : UNCERTAIN;
  }

  public void add(long atMillis, double pointValue, byte pointQuality) {
    if (size == at.length) {
      int capacity = size + (size >> 1);
      at = Arrays.copyOf(at, capacity);
      value = Arrays.copyOf(value, capacity);
      quality = Arrays.copyOf(quality, capacity);
    }
    at[size] = atMillis;
    value[size] = Double.isFinite(pointValue) ? pointValue : Double.NaN;
    quality[size] = pointQuality;
    size++;
  }

  /** Marks that nothing is known from this time until the next point. */
  void addGap(long atMillis) {
    add(atMillis, Double.NaN, GOOD);
  }

  public int size() {
    return size;
  }

  public long at(int index) {
    return at[index];
  }

  /** The value, or NaN where there is none. */
  public double value(int index) {
    return value[index];
  }

  public byte quality(int index) {
    return quality[index];
  }

  public boolean isGap(int index) {
    return quality[index] == GOOD && Double.isNaN(value[index]);
  }
}
