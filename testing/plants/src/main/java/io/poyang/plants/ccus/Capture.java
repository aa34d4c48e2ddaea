package io.poyang.plants.ccus;

import io.poyang.plants.process.Controller;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.Wander;
import java.util.SplittableRandom;

/** Absorber and stripper: flue gas and solvent in, clean gas and CO2 out. */
final class Capture {
  /** Tonnes of CO2 in a cubic metre at 0 Cel and 101.325 kPa: 44.01 kg/kmol in 22.414 m3/kmol. */
  private static final double TONNES_PER_M3 = 44.01 / 22.414 / 1_000;

  private static final double FULL_GAS = 45_000;
  private static final double CAPTURE_SET = 0.90;

  /** Tonnes of CO2 a cubic metre of solvent carries per mol/mol: 5 kmol/m3 of amine. */
  private static final double CARRIED = 5 * 44.01 / 1_000;

  private final Wander gasSwing;
  private final Wander carbonSwing;
  private final Wander heatSwing;
  private final Controller pumps = new Controller(400, 900, 90, 320, 190);
  private final Lag solvent = new Lag(120, 190);
  private final Lag captured = new Lag(300, 10.6);
  private final Lag rich = new Lag(900, 0.46);
  private final Lag lean = new Lag(1_800, 0.21);
  private final Lag reboiler = new Lag(600, 120.5);
  private final Lag bulge = new Lag(420, 61);
  private double gas = FULL_GAS;
  private double carbon = 13.5;
  private double steam = 17;

  Capture(SplittableRandom random) {
    gasSwing = new Wander(random.split(), 0.025, 1_800);
    carbonSwing = new Wander(random.split(), 0.25, 2_700);
    heatSwing = new Wander(random.split(), 0.4, 1_200);
  }

  void step(Moment now) {
    // The power station before it follows the day: full at noon and in the evening, less at night.
    double load = 0.87 + 0.13 * Math.max(now.wave(12), now.wave(20));
    gas = FULL_GAS * load * (1 + gasSwing.step());
    carbon = 13.5 + 0.6 * (load - 0.95) + carbonSwing.step();
    double circulation = solvent.follow(pumps.control(CAPTURE_SET, rate()));
    lean.follow(0.21 - 0.006 * (reboiler.value() - 120.5));
    double carries = circulation * CARRIED * Math.max(0.02, 0.47 - lean.value());
    // An absorber never takes all: the last tenth comes ever harder.
    double offered = carbonIn();
    captured.follow(offered * (1 - Math.exp(-2.35 * carries / offered)));
    rich.follow(lean.value() + captured.value() / (circulation * CARRIED));
    reboiler.follow(120.5 + heatSwing.step());
    steam = captured.value() * 3.55 / 2.2 * (1 + 0.02 * (reboiler.value() - 120.5));
    bulge.follow(46 + 1.45 * captured.value());
  }

  /** m3/h, dry, at 0 Cel and 101.325 kPa. */
  double gasIn() {
    return gas;
  }

  /** Percent of the dry gas. */
  double carbonPercentIn() {
    return carbon;
  }

  /** t/h. */
  double carbonIn() {
    return gas * carbon / 100 * TONNES_PER_M3;
  }

  /** t/h to the compressor. */
  double captured() {
    return Math.min(captured.value(), carbonIn());
  }

  /** t/h up the stack. */
  double carbonOut() {
    return carbonIn() - captured();
  }

  double gasOut() {
    return gas - captured() / TONNES_PER_M3;
  }

  double carbonPercentOut() {
    return 100 * carbonOut() / TONNES_PER_M3 / gasOut();
  }

  /** Share of the CO2 that is kept. */
  double rate() {
    return captured() / carbonIn();
  }

  double circulation() {
    return solvent.value();
  }

  double rich() {
    return Math.min(0.55, rich.value());
  }

  double lean() {
    return lean.value();
  }

  double absorberBottom() {
    return 45 + 0.35 * (bulge.value() - 61);
  }

  double absorberMiddle() {
    return bulge.value() - 4;
  }

  double absorberTop() {
    return 43.5 + 0.2 * (bulge.value() - 61);
  }

  double stripperTop() {
    return 99 + 0.6 * (reboiler.value() - 120.5);
  }

  double stripperBottom() {
    return reboiler.value() - 1.6;
  }

  double reboiler() {
    return reboiler.value();
  }

  /** t/h. */
  double steam() {
    return steam;
  }

  double purity() {
    return 99.55 + 0.05 * heatSwing.value();
  }
}
