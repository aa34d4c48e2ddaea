package io.poyang.plants.incinerator;

import io.poyang.plants.process.Controller;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.Wander;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One furnace with its boiler: waste and air in, heat and steam out. */
final class Furnace {
  static final int THERMOCOUPLES = 3;

  private static final double STOICHIOMETRIC_AIR_PER_MEGAJOULE = 0.26;
  private static final double OXYGEN_SET = 8.0;
  private static final double FULL_FEED = 16.7;
  private static final int WINDOW_SECONDS = 300;

  private final SplittableRandom random;
  private final Wander heatingValue;
  private final Wander flicker;
  private final Wander[] places = new Wander[2 * THERMOCOUPLES];
  private final double[] offsets = new double[2 * THERMOCOUPLES];
  private final Lag feed = new Lag(90, FULL_FEED);
  private final Lag heat = new Lag(600, 33);
  private final Lag gas = new Lag(180, 985);
  private final Lag bricks = new Lag(2 * 3_600, 985);
  private final Lag steam = new Lag(420, 40);
  private final Lag burner = new Lag(120, 0);
  private final Controller secondary = new Controller(1_500, 120, 4_000, 36_000, 15_000);
  private FurnaceState state = FurnaceState.NORMAL;
  private long since;
  private double load = 1;
  private long loadUntil;
  private double primaryAir = 35_000;
  private double secondaryAir = 15_000;
  private double oxygen = OXYGEN_SET;
  private double windowSum;
  private int windowCount;
  private double fiveMinuteMean = 985;

  Furnace(SplittableRandom random) {
    this.random = random;
    heatingValue = new Wander(random.split(), 0.45, 5_400);
    flicker = new Wander(random.split(), 9, 150);
    for (int i = 0; i < places.length; i++) {
      places[i] = new Wander(random.split(), 4, 90);
      offsets[i] = random.nextDouble(-9, 9) + (i < THERMOCOUPLES ? 14 : -14);
    }
  }

  void step(Moment now) {
    if (since == 0) {
      since = now.second();
    }
    FurnaceState next = state.next(now.second() - since, temperature(), random);
    if (next != state) {
      state = next;
      since = now.second();
    }
    burn(now);
    measure(now);
  }

  private void burn(Moment now) {
    if (now.second() >= loadUntil) {
      // The shift moves the load in steps, a few times a day.
      load = 0.86 + 0.02 * random.nextInt(0, 11);
      loadUntil = now.second() + random.nextLong(2 * 3_600, 7 * 3_600);
    }
    feed.follow(state.feeds() ? FULL_FEED * load * (state == FurnaceState.STARTING ? 0.6 : 1) : 0);
    double wasteHeat = feed.value() / 3.6 * (7.2 + heatingValue.step());
    boolean cold = state == FurnaceState.NORMAL && temperature() < 868;
    burner.follow(state.firesBurner() ? burnerHeat() : cold ? 6 : 0);
    heat.follow(wasteHeat + burner.value());

    primaryAir = 2_000 + 33_500 * feed.value() / FULL_FEED + 300 * burner.value();
    secondaryAir = secondary.control(OXYGEN_SET, oxygen);
    double needed = heat.value() * 3_600 * STOICHIOMETRIC_AIR_PER_MEGAJOULE;
    double excess = (primaryAir + secondaryAir) / Math.max(needed, 1);
    double left = excess <= 1 ? 0.4 : 21 * (1 - 1 / excess) + 0.02 * flicker.value();
    oxygen += (Math.clamp(left, 0.4, 20.95) - oxygen) / 25;

    // The flame is hotter with more heat and colder with more air; the bricks remember for hours.
    double flame = 990 + 7.5 * (heat.value() - 33) - 9 * (oxygen - OXYGEN_SET);
    bricks.follow(heat.value() < 3 ? 40 : Math.min(flame, 1_120));
    gas.follow(heat.value() < 3 ? bricks.value() : 0.55 * flame + 0.45 * bricks.value());
    flicker.step();
    steam.follow(Math.max(0, 1.25 * heat.value() - 1.2));
  }

  private double burnerHeat() {
    return switch (state) {
      case DRYING_OUT -> 9;
      case STOPPING, FAULT -> 20;
      default -> 14;
    };
  }

  private void measure(Moment now) {
    for (Wander place : places) {
      place.step();
    }
    windowSum += temperature();
    windowCount++;
    if (now.second() % WINDOW_SECONDS == 0) {
      fiveMinuteMean = windowSum / windowCount;
      windowSum = 0;
      windowCount = 0;
    }
  }

  /** Mean of the medians of the upper and the middle section. */
  double temperature() {
    return (median(0) + median(THERMOCOUPLES)) / 2;
  }

  private double median(int from) {
    double[] section = new double[THERMOCOUPLES];
    for (int i = 0; i < THERMOCOUPLES; i++) {
      section[i] = thermocouple(from + i);
    }
    Arrays.sort(section);
    return section[1];
  }

  /** Upper section 0 to 2, middle section 3 to 5. */
  double thermocouple(int index) {
    return Math.max(20, gas.value() + flicker.value() + offsets[index] + places[index].value());
  }

  /** The mean over the last full five minutes of the clock. */
  double fiveMinuteMean() {
    return fiveMinuteMean;
  }

  FurnaceState state() {
    return state;
  }

  double feed() {
    return feed.value();
  }

  double heat() {
    return heat.value();
  }

  double burner() {
    return burner.value();
  }

  double primaryAir() {
    return primaryAir;
  }

  double secondaryAir() {
    return secondaryAir;
  }

  double oxygen() {
    return oxygen;
  }

  double steam() {
    return steam.value();
  }
}
