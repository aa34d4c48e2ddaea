package io.poyang.plants.incinerator;

import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.Wander;
import java.util.SplittableRandom;

/**
 * What cleans the gas of one furnace, and what its analysers see afterwards. Concentrations are
 * kept at 11 % oxygen, as the process makes them; the analyser sees them at the oxygen there is.
 */
final class GasCleaning {
  private static final int PULSE_SECONDS = 1_500;

  private final SplittableRandom random;
  private final Wander sulphur;
  private final Wander chlorine;
  private final Wander nitrogen;
  private final Wander fine;
  private final Wander analyser;
  private final Lag carbonMonoxide = new Lag(60, 9);
  private final Lag urea = new Lag(300, 85);
  private final Lag lime = new Lag(300, 420);
  private final long pulsePhase;
  private double cake;
  private double spike;
  private final Furnace furnace;

  GasCleaning(SplittableRandom random, Furnace furnace) {
    this.random = random;
    this.furnace = furnace;
    sulphur = new Wander(random.split(), 0.22, 2_400);
    chlorine = new Wander(random.split(), 0.25, 1_800);
    nitrogen = new Wander(random.split(), 0.07, 900);
    fine = new Wander(random.split(), 0.12, 600);
    analyser = new Wander(random.split(), 0.05, 30);
    pulsePhase = random.nextLong(PULSE_SECONDS);
  }

  void step(Moment now) {
    sulphur.step();
    chlorine.step();
    nitrogen.step();
    fine.step();
    analyser.step();
    long inPulse = Math.floorMod(now.second() + pulsePhase, PULSE_SECONDS);
    cake = inPulse < 60 ? cake * 0.96 : cake + furnace.feed() / 16.7 / PULSE_SECONDS;
    // A wet lump on the grate starves the flame for a minute or two, a few times a day.
    if (random.nextDouble() < 6.0 / 86_400) {
      spike = random.nextDouble(15, 55);
    }
    spike *= 0.985;
    double starved = Math.max(0, 6 - furnace.oxygen()) * 12;
    double chilled = Math.max(0, 870 - furnace.temperature()) * (furnace.feed() > 1 ? 0.5 : 0.05);
    carbonMonoxide.follow(8 + spike + starved + Math.min(chilled, 60));
    urea.follow(furnace.feed() < 1 ? 0 : 85 * (1 + 2.2 * nitrogen.value()) * furnace.heat() / 33);
    lime.follow(furnace.feed() < 1 ? 60 : 420 * (1 + 0.8 * sulphur.value()) * furnace.heat() / 33);
  }

  private double burning() {
    return Math.clamp(furnace.heat() / 20, 0.02, 1);
  }

  /** mg/m3 at 11 % oxygen. */
  double dust() {
    return (3.2 + 1.6 * (1 - Math.min(1, cake)) + 2 * fine.value()) * burning();
  }

  double nitrogenOxides() {
    double formed = 300 + 0.35 * (furnace.temperature() - 985) + 6 * (furnace.oxygen() - 8);
    return Math.max(4, (formed * (1 + nitrogen.value()) - 1.25 * urea.value()) * burning());
  }

  double sulphurDioxide() {
    return Math.max(0.5, 26 * (1 + sulphur.value()) * burning());
  }

  double hydrogenChloride() {
    return Math.max(0.3, 13 * (1 + chlorine.value()) * burning());
  }

  double carbonMonoxide() {
    return carbonMonoxide.value();
  }

  /** What leaks in on the way makes the stack's oxygen a little higher than the boiler's. */
  double oxygen() {
    return Math.min(20.95, furnace.oxygen() + 0.6 + analyser.value());
  }

  /** Pa. */
  double bagFilterPressure() {
    double flow = (furnace.primaryAir() + furnace.secondaryAir()) / 50_000;
    return 180 + (650 + 560 * cake) * flow * flow;
  }

  double urea() {
    return urea.value();
  }

  double lime() {
    return lime.value();
  }

  double carbon() {
    return furnace.feed() < 1 ? 0 : 7.4 * furnace.heat() / 33;
  }
}
