package io.poyang.plants.ccus;

import io.poyang.plants.process.Controller;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.Wander;
import java.util.SplittableRandom;

/** Compressor, buffer, pipeline and well: what was captured goes down, or out when it cannot. */
final class Injection {
  /** t; the stock a controller keeps in buffer and pipeline. */
  private static final double STOCK_SET = 120;

  private static final double STOCK_FULL = 180;
  private static final double SECONDS_BETWEEN_TRIPS = 4.0 * 86_400;
  private static final double HYDROSTATIC = 11.4;

  private final SplittableRandom random;
  private final Controller choke = new Controller(-0.12, 7_200, 0, 16, 10.6);
  private final Lag injected = new Lag(60, 10.6);
  private final Lag bottomPressure = new Lag(900, 19.2);
  private final Lag annulus = new Lag(1_800, 3.5);
  private final Lag pipeTemperature = new Lag(1_800, 24);
  private final Lag wellTemperature = new Lag(3_600, 22);
  private final Wander dryer;
  private final Wander soil;
  private double stock = STOCK_SET;
  private double down;
  private double vented;
  private boolean compressing = true;
  private long tripUntil;
  private double reservoir = 17.9;
  private double moisture = 60;
  private double season;
  private double daylight;
  private int quakes;
  private long quakeDay = Long.MIN_VALUE;

  Injection(SplittableRandom random) {
    this.random = random;
    dryer = new Wander(random.split(), 9, 5_400);
    soil = new Wander(random.split(), 0.05, 7_200);
  }

  void step(Moment now, double captured) {
    season = now.season();
    daylight = now.wave(14);
    // The stock is what came less what went: the balance closes to the last gram.
    boolean tripped = now.second() < tripUntil;
    if (!tripped && random.nextDouble() < 1 / SECONDS_BETWEEN_TRIPS) {
      tripUntil = now.second() + random.nextLong(900, 3_000);
    }
    compressing = !tripped;
    double arriving = compressing ? captured : 0;
    injected.follow(choke.control(STOCK_SET, stock));
    down = Math.min(injected.value(), stock * 3_600 + arriving);
    double overflow = Math.max(0, stock + (arriving - down) / 3_600 - STOCK_FULL) * 3_600;
    // What the compressor does not take leaves at the stripper's vent.
    vented = overflow + captured - arriving;
    stock += (arriving - down - overflow) / 3_600;

    // Far away the formation takes it; near the well every tonne lifts the pressure a little.
    reservoir += (down / 3_600) * 1e-5 - (reservoir - 17.8) / (365.0 * 86_400);
    bottomPressure.follow(reservoir + 0.125 * down);
    annulus.follow(3.5 + 0.08 * (wellheadTemperature() - 22) + 0.05 * daylight);
    pipeTemperature.follow(21 + 5 * season + 1.2 * daylight);
    wellTemperature.follow(pipeTemperature.value() - 1.5);
    moisture = Math.max(8, 60 + dryer.step() + 6 * daylight);
    soil.step();
    quakes(now);
  }

  /** Small events that the array hears, counted from midnight: more of them at high pressure. */
  private void quakes(Moment now) {
    if (now.day() != quakeDay) {
      quakeDay = now.day();
      quakes = 0;
    }
    double perDay = 3 * Math.exp(1.5 * (bottomPressure.value() - 19.2));
    if (random.nextDouble() < perDay / 86_400) {
      quakes++;
    }
  }

  double stock() {
    return stock;
  }

  /** t/h. */
  double injected() {
    return down;
  }

  double vented() {
    return vented;
  }

  boolean isCompressing() {
    return compressing;
  }

  double dischargePressure() {
    return compressing ? pipelineInlet() + 0.25 : 0.12;
  }

  double pipelineInlet() {
    return pipelineOutlet() + 0.0045 * injected() * injected();
  }

  double pipelineOutlet() {
    return wellheadPressure() + 0.9 + 0.006 * (stock - STOCK_SET);
  }

  double pipelineTemperature() {
    return pipeTemperature.value();
  }

  double inletTemperature() {
    return 36 + 1.5 * daylight;
  }

  double wellheadPressure() {
    return bottomPressure.value() - HYDROSTATIC + 0.0028 * injected() * injected();
  }

  double wellheadTemperature() {
    return wellTemperature.value();
  }

  double annulusPressure() {
    return annulus.value();
  }

  double bottomPressure() {
    return bottomPressure.value();
  }

  double bottomTemperature() {
    return 57.5 - 0.35 * (injected() - 10.6);
  }

  /** The rock far from the well; nobody can measure it. */
  double reservoir() {
    return reservoir;
  }

  /** Volume parts in a million. */
  double moisture() {
    return moisture;
  }

  int quakes() {
    return quakes;
  }

  double soilGas(double bias) {
    return Math.max(0.05, (0.7 + 0.25 * season + 0.08 * daylight + soil.value()) * bias);
  }
}
