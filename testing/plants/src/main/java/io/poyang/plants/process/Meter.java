package io.poyang.plants.process;

/**
 * A register that counts up. It starts as if it had counted at its usual pace since 2024, so that a
 * plant that is started again another day does not seem to have a new meter.
 */
public final class Meter {
  private static final long FIRST_DAY = 19_723;

  private double value;

  public Meter(double perDay, Moment start) {
    value = perDay * Math.max(0, start.day() - FIRST_DAY);
  }

  /** Counts one second at a rate per hour. */
  public void count(double perHour) {
    value += perHour / 3_600;
  }

  public double value() {
    return value;
  }
}
