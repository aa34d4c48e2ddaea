package io.poyang.plants.process;

import java.util.SplittableRandom;

/** A slow random swing around zero with a standard deviation and a memory. */
public final class Wander {
  private final SplittableRandom random;
  private final double keep;
  private final double kick;
  private double value;

  public Wander(SplittableRandom random, double deviation, double memorySeconds) {
    this.random = random;
    keep = Math.exp(-1 / memorySeconds);
    kick = deviation * Math.sqrt(1 - keep * keep);
    value = deviation * random.nextGaussian();
  }

  /** Swings on for one second. */
  public double step() {
    // Half a kick either way is as good as a bell curve once many have been summed, and cheaper.
    value = value * keep + kick * Math.sqrt(12) * (random.nextDouble() - 0.5);
    return value;
  }

  public double value() {
    return value;
  }
}
