package io.poyang.plants.charging;

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
import java.util.stream.IntStream;

/** The charging station: its chargers, their grid connection and its transformer. */
public final class ChargingModel implements ProcessModel {
  static final int CHARGERS = 6;

  private static final double TRANSFORMER_KVA = 630;
  private static final double EFFICIENCY = 0.953;
  private static final double LIGHTS_AND_FANS = 5.5;

  private final Steps steps;
  final List<Charger> chargers;
  private final Wander weather;
  private final Wander grid;
  private final Lag oil = new Lag(2_700, 38);
  private double ambient;
  private final Meter energy;

  public ChargingModel(long seed, Instant start) {
    SplittableRandom random = new SplittableRandom(seed);
    steps = new Steps(start);
    energy = new Meter(2_450, Moment.of(start));
    // Four fast ones and two for those who stay for a meal.
    chargers =
        IntStream.range(0, CHARGERS)
            .mapToObj(i -> new Charger(random.split(), i < 4 ? 120 : 60, Moment.of(start)))
            .toList();
    weather = new Wander(random.split(), 2, 14_400);
    grid = new Wander(random.split(), 2.2, 900);
    ambient = ambient(Moment.of(start));
  }

  @Override
  public void advance(Duration elapsed) {
    steps.advance(elapsed, this::step);
  }

  @Override
  public Instant now() {
    return steps.now();
  }

  private void step(Moment now) {
    weather.step();
    grid.step();
    ambient = ambient(now);
    chargers.forEach(charger -> charger.step(now, ambient));
    oil.follow(ambient + 8 + 45 * Math.pow(load() / 100, 1.6));
    energy.count(gridPower());
  }

  private double ambient(Moment now) {
    return 18 + 11 * now.season() + 4 * now.wave(15) + weather.value();
  }

  double ambient() {
    return ambient;
  }

  /** kW. */
  double gridPower() {
    return chargers.stream().mapToDouble(Charger::power).sum() / EFFICIENCY + LIGHTS_AND_FANS;
  }

  /** V between two conductors. */
  double gridVoltage() {
    return 397 + grid.value() - 5 * load() / 100;
  }

  /** Percent of the transformer's rating. */
  double load() {
    return 100 * gridPower() / 0.97 / TRANSFORMER_KVA;
  }

  double oilTemperature() {
    return oil.value();
  }

  double energy() {
    return energy.value();
  }
}
