package io.poyang.plants.incinerator;

import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Meter;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.ProcessModel;
import io.poyang.plants.process.Steps;
import io.poyang.plants.process.Wander;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The incinerator: bunker and crane, two furnaces with their gas cleaning, one turbine, one stack.
 */
public final class IncineratorModel implements ProcessModel {
  static final double STACK_AREA = 3.14;

  /** Pa below the air around it. */
  private static final double STACK_DRAUGHT = -180;

  private static final double AIR_PASCAL = 100_800;

  private final Steps steps;
  private final SplittableRandom random;
  final List<Furnace> furnaces;
  final List<GasCleaning> cleanings;
  private final Wander weather;
  private final Lag turbine = new Lag(180, 16);
  private final Lag stackTemperature = new Lag(240, 142);
  private final Lag moisture = new Lag(300, 21);
  private double bunker = 5_400;
  private double lastGrab = 4.2;
  private double toFeed;
  private final Meter fed;
  private final Meter exported;
  private final Meter own;

  public IncineratorModel(long seed, Instant start) {
    random = new SplittableRandom(seed);
    steps = new Steps(start);
    fed = new Meter(768, Moment.of(start));
    exported = new Meter(315, Moment.of(start));
    own = new Meter(67, Moment.of(start));
    furnaces = List.of(new Furnace(random.split()), new Furnace(random.split()));
    cleanings =
        List.of(
            new GasCleaning(random.split(), furnaces.get(0)),
            new GasCleaning(random.split(), furnaces.get(1)));
    weather = new Wander(random.split(), 60, 21_600);
  }

  @Override
  public void advance(Duration elapsed) {
    steps.advance(elapsed, this::step);
  }

  @Override
  public Instant now() {
    return steps.now();
  }

  private void step(Moment at) {
    weather.step();
    furnaces.forEach(furnace -> furnace.step(at));
    cleanings.forEach(cleaning -> cleaning.step(at));
    crane(at);
    turbine.follow(Math.max(0, steam() * 0.212 - 0.9));
    stackTemperature.follow(steam() < 5 ? 70 : 136 + 0.08 * steam());
    moisture.follow(steam() < 5 ? 4 : 20.5 + 0.012 * (steam() - 80));
    exported.count(Math.max(0, power() - ownPower()));
    own.count(ownPower());
  }

  /** Trucks come by day; the crane grabs whenever the hoppers have burnt a grab's worth. */
  private void crane(Moment at) {
    double delivered = at.hour() > 6 && at.hour() < 19 ? 800.0 / 13 / 3_600 : 0;
    toFeed += furnaces.stream().mapToDouble(Furnace::feed).sum() / 3_600;
    if (toFeed > lastGrab) {
      toFeed -= lastGrab;
      bunker -= lastGrab;
      fed.count(lastGrab * 3_600);
      lastGrab = random.nextDouble(2.6, 6.2);
    }
    bunker = Math.clamp(bunker + delivered - leachate() / 3_600, 500, 12_000);
  }

  double steam() {
    return furnaces.get(0).steam() + furnaces.get(1).steam();
  }

  double steamPressure() {
    return 3.9 + 0.0015 * (steam() - 80);
  }

  double steamTemperature() {
    return 300 + 98 * Math.min(1, steam() / 60) + 0.02 * (steam() - 80);
  }

  /** MW. */
  double power() {
    return turbine.value();
  }

  double ownPower() {
    return 1.1 + 0.11 * turbine.value();
  }

  double exported() {
    return exported.value();
  }

  double own() {
    return own.value();
  }

  double lastGrab() {
    return lastGrab;
  }

  double craneTotal() {
    return fed.value();
  }

  double bunker() {
    return bunker;
  }

  double leachate() {
    return 5.2;
  }

  double slag() {
    return 24 * 0.21 * (furnaces.get(0).feed() + furnaces.get(1).feed());
  }

  double flyAsh() {
    return 24 * 0.028 * (furnaces.get(0).feed() + furnaces.get(1).feed());
  }

  double stackTemperature() {
    return stackTemperature.value();
  }

  /** kPa over the air around. */
  double stackPressure() {
    return (STACK_DRAUGHT + 0.2 * weather.value()) / 1_000;
  }

  double stackMoisture() {
    return moisture.value();
  }

  double stackVelocity() {
    double air = furnaces.stream().mapToDouble(f -> f.primaryAir() + f.secondaryAir()).sum();
    double wet = air * 1.12 * (273 + stackTemperature()) / 273;
    return wet / 3_600 / STACK_AREA * 0.98;
  }

  /** m3/s, dry, at 273.15 K and 101.325 kPa. */
  double stackFlow() {
    return FlueGas.standardFlow(
            STACK_AREA,
            stackVelocity(),
            stackTemperature(),
            AIR_PASCAL + weather.value(),
            STACK_DRAUGHT,
            stackMoisture() / 100)
        / 3_600;
  }
}
