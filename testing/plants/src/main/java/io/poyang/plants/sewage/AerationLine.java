package io.poyang.plants.sewage;

import io.poyang.plants.process.Controller;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Wander;
import java.util.SplittableRandom;

/** One aeration tank: oxygen is taken up by the load and blown in by a controlled blower. */
final class AerationLine {
  static final double DISSOLVED_OXYGEN_SET = 2.0;

  private static final double VOLUME = 4_500;
  private static final double SATURATION = 9.0;
  private static final double TRANSFER_PER_AIR = 0.001;
  private static final double KILOWATT_PER_AIR = 0.021;
  private static final double MAX_AIR = 12_000;

  private final double bias;
  private final Lag mixed = new Lag(1_500, 150);
  private final Lag blower = new Lag(40, 4_700);
  private final Lag nitrate = new Lag(5_400, 9);
  private final Lag redox = new Lag(900, -120);
  private final Wander breath;
  private final Wander sludge;
  private final Controller air = new Controller(1_400, 240, 1_500, MAX_AIR, 4_700);
  private double oxygen = DISSOLVED_OXYGEN_SET;

  AerationLine(SplittableRandom random, double bias) {
    this.bias = bias;
    breath = new Wander(random.split(), 0.04, 300);
    sludge = new Wander(random.split(), 120, 36_000);
  }

  /**
   * One second with this much to oxidise.
   *
   * @param oxygenDemand kg/h that the load of this line asks for
   * @param nitrogen mg/L of total nitrogen that comes in
   */
  void step(double oxygenDemand, double nitrogen) {
    double uptake = mixed.follow(oxygenDemand * bias) / VOLUME * 1_000 * (1 + breath.step());
    double limited = uptake * oxygen / (oxygen + 0.15);
    double airflow = blower.follow(air.control(DISSOLVED_OXYGEN_SET, oxygen));
    double transfer = TRANSFER_PER_AIR * airflow * (SATURATION - oxygen);
    oxygen = Math.clamp(oxygen + (transfer - limited) / 3_600, 0.02, SATURATION);
    nitrate.follow(0.29 * nitrogen * bias * Math.min(1.1, 0.7 + 0.15 * oxygen));
    redox.follow(-190 + 7.5 * nitrate.value());
    sludge.step();
  }

  double oxygen() {
    return oxygen;
  }

  /** m3/h at standard conditions. */
  double air() {
    return blower.value();
  }

  double blowerPower() {
    return KILOWATT_PER_AIR * blower.value() + 6;
  }

  double blowerCurrent() {
    // 380 V, three phases, power factor 0.88.
    return blowerPower() * 1_000 / (Math.sqrt(3) * 380 * 0.88);
  }

  double nitrate() {
    return nitrate.value();
  }

  double redox() {
    return redox.value();
  }

  double suspendedSolids() {
    return 3_650 * (2 - bias) + sludge.value();
  }

  /** How far oxygen falls short of its set point, 0..1. */
  double shortage() {
    return Math.clamp(1 - oxygen / DISSOLVED_OXYGEN_SET, 0, 1);
  }
}
