package io.poyang.plants.charging;

import io.poyang.plants.charging.ChargerState.Charging;
import io.poyang.plants.charging.ChargerState.Faulted;
import io.poyang.plants.charging.ChargerState.Finishing;
import io.poyang.plants.charging.ChargerState.Free;
import io.poyang.plants.charging.ChargerState.Preparing;
import io.poyang.plants.process.DayShape;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Meter;
import io.poyang.plants.process.Moment;
import java.util.SplittableRandom;

/** One charger with one connector. */
final class Charger {
  /** Cars an hour that would take this charger if it were free. */
  private static final DayShape ARRIVALS =
      new DayShape(
          0.22, 0.15, 0.10, 0.08, 0.08, 0.12, 0.25, 0.45, 0.70, 0.95, 1.15, 1.30, 1.35, 1.20, 1.05,
          1.05, 1.15, 1.30, 1.25, 1.00, 0.80, 0.62, 0.45, 0.32);

  private static final double SECONDS_BETWEEN_FAULTS = 3.0 * 86_400;

  private final SplittableRandom random;
  private final double rating;
  private final Lag ramp = new Lag(6, 0);
  private final Lag plug = new Lag(480, 24);
  private ChargerState state = new Free();
  private final Meter energy;

  Charger(SplittableRandom random, double rating, Moment start) {
    this.random = random;
    this.rating = rating;
    energy = new Meter(rating * 3.2, start);
  }

  void step(Moment now, double ambient) {
    if (random.nextDouble() < 1 / SECONDS_BETWEEN_FAULTS && !(state instanceof Faulted)) {
      state = new Faulted(now.second() + random.nextLong(300, 2_400));
    } else {
      state = next(now);
    }
    ramp.follow(state instanceof Charging charging ? charging.car().power(rating) : 0);
    if (state instanceof Charging charging) {
      charging.car().take(power() / 3_600);
    }
    energy.count(power());
    double load = current() / 250;
    plug.follow(ambient + 38 * load * load);
  }

  private ChargerState next(Moment now) {
    return switch (state) {
      case Free free ->
          random.nextDouble() < ARRIVALS.at(now.hour()) / 3_600
              ? new Preparing(new Car(random.split()), now.second() + random.nextLong(20, 90))
              : free;
      case Preparing preparing ->
          now.second() >= preparing.until() ? new Charging(preparing.car()) : preparing;
      case Charging charging ->
          charging.car().isSatisfied()
              ? new Finishing(charging.car(), now.second() + random.nextLong(60, 900))
              : charging;
      case Finishing finishing -> now.second() >= finishing.until() ? new Free() : finishing;
      case Faulted faulted -> now.second() >= faulted.until() ? new Free() : faulted;
    };
  }

  int code() {
    return state.code();
  }

  /** kW at the connector; what is left of a ramp below 50 W is nothing. */
  double power() {
    return ramp.value() < 0.05 ? 0 : ramp.value();
  }

  double voltage() {
    return switch (state) {
      case Charging charging -> charging.car().voltage();
      case Finishing finishing -> finishing.car().voltage() - 4;
      case Free free -> 0;
      case Preparing preparing -> 0;
      case Faulted faulted -> 0;
    };
  }

  double current() {
    return voltage() == 0 ? 0 : power() * 1_000 / voltage();
  }

  /** Percent; 0 without a car. */
  double charge() {
    return 100
        * switch (state) {
          case Preparing preparing -> preparing.car().charge();
          case Charging charging -> charging.car().charge();
          case Finishing finishing -> finishing.car().charge();
          case Free free -> 0;
          case Faulted faulted -> 0;
        };
  }

  /** kW.h since it was installed. */
  double energy() {
    return energy.value();
  }

  double plugTemperature() {
    return plug.value();
  }
}
