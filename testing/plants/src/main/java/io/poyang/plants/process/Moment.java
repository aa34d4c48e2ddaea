package io.poyang.plants.process;

import java.time.Instant;

/**
 * The time of a step as the people of Jiangxi read it: UTC+8 the whole year.
 *
 * @param day days since 1970-01-01
 * @param hour hour of the day, 0..24, with its fraction
 */
public record Moment(long second, long day, double hour) {
  private static final long OFFSET_SECONDS = 8 * 3_600L;
  private static final long DAY_SECONDS = 86_400;

  public static Moment of(Instant at) {
    long local = at.getEpochSecond() + OFFSET_SECONDS;
    return new Moment(
        at.getEpochSecond(),
        Math.floorDiv(local, DAY_SECONDS),
        Math.floorMod(local, DAY_SECONDS) / 3_600.0);
  }

  /** 1970-01-01 was a Thursday. */
  public boolean isWeekend() {
    long weekday = Math.floorMod(day + 3, 7);
    return weekday >= 5;
  }

  /** A wave over the year, 1 at the end of July and -1 at the end of January. */
  public double season() {
    double dayOfYear = day % 365.25;
    return -Math.cos(2 * Math.PI * (dayOfYear - 25) / 365.25);
  }

  /** A wave over the day, 1 at the given hour and -1 twelve hours from it. */
  public double wave(double peakHour) {
    return Math.cos(2 * Math.PI * (hour - peakHour) / 24);
  }
}
