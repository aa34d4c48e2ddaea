package io.poyang.plants.process;

/** A figure for every hour of the day, with straight lines between. */
public final class DayShape {
  private final double[] hours;

  /** Takes 24 figures, for 0:00, 1:00 and so on. */
  public DayShape(double... hours) {
    if (hours.length != 24) {
      throw new IllegalArgumentException("a day has 24 hours, not " + hours.length);
    }
    this.hours = hours.clone();
  }

  public double at(double hour) {
    int from = (int) hour % 24;
    double share = hour - Math.floor(hour);
    return hours[from] * (1 - share) + hours[(from + 1) % 24] * share;
  }
}
