package io.poyang.plants.process;

/** A first-order lag: a tank, a thermocouple, anything that follows with a time constant. */
public final class Lag {
  private final double share;
  private double value;

  public Lag(double seconds, double start) {
    share = 1 - Math.exp(-1 / seconds);
    value = start;
  }

  /** Follows the target for one second. */
  public double follow(double target) {
    value += (target - value) * share;
    return value;
  }

  public double value() {
    return value;
  }
}
