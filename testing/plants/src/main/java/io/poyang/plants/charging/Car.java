package io.poyang.plants.charging;

import java.util.SplittableRandom;

/** A car on the plug: its battery, how full it is and how full its driver wants it. */
final class Car {
  private static final double TAPER_FROM = 0.8;

  private final double capacity;
  private final double accepts;
  private final double wanted;
  private double charge;

  Car(SplittableRandom random) {
    capacity = random.nextDouble(42, 88);
    accepts = capacity * random.nextDouble(1.1, 1.9);
    charge = random.nextDouble(0.12, 0.48);
    wanted = random.nextDouble() < 0.3 ? 0.985 : random.nextDouble(0.78, 0.94);
  }

  /** kW it draws: constant current up to 80 %, then constant voltage with falling current. */
  double power(double offered) {
    double limit = Math.min(offered, accepts);
    double taper = charge < TAPER_FROM ? 1 : Math.exp(-9 * (charge - TAPER_FROM));
    return limit * taper * (0.94 + 0.06 * Math.min(1, charge / TAPER_FROM));
  }

  double voltage() {
    return 330 + 95 * Math.min(1, charge / TAPER_FROM);
  }

  /** Takes an energy in kW.h; 5 % of it warms the battery. */
  void take(double energy) {
    charge = Math.min(1, charge + 0.95 * energy / capacity);
  }

  double charge() {
    return charge;
  }

  boolean isSatisfied() {
    return charge >= wanted;
  }
}
