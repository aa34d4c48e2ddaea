package io.poyang.plants.sewage;

import io.poyang.plants.process.DayShape;
import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.Wander;
import java.util.SplittableRandom;

/** What a town sends down its sewers: two peaks a day, later at weekends, and the rain. */
final class Town {
  private static final double MEAN_FLOW = 1_750;
  private static final DayShape WEEKDAY =
      new DayShape(
          0.86, 0.74, 0.63, 0.57, 0.55, 0.58, 0.72, 0.98, 1.22, 1.30, 1.26, 1.19, 1.14, 1.10, 1.04,
          1.01, 1.02, 1.07, 1.16, 1.24, 1.27, 1.22, 1.12, 0.99);
  private static final DayShape WEEKEND =
      new DayShape(
          0.90, 0.80, 0.69, 0.61, 0.57, 0.57, 0.62, 0.75, 0.96, 1.14, 1.23, 1.24, 1.21, 1.17, 1.11,
          1.07, 1.06, 1.09, 1.15, 1.21, 1.23, 1.18, 1.10, 1.00);
  private static final double SECONDS_BETWEEN_RAINS = 3.0 * 86_400;

  private final SplittableRandom random;
  private final Wander mood;
  private final Wander strength;
  private final Lag runoff = new Lag(2_400, 0);
  private long rainUntil;
  private double rainRate;
  private double pattern = 1;
  private double dry = MEAN_FLOW;

  Town(SplittableRandom random) {
    this.random = random;
    mood = new Wander(random.split(), 0.03, 1_200);
    strength = new Wander(random.split(), 0.06, 7_200);
  }

  void step(Moment now) {
    pattern = (now.isWeekend() ? WEEKEND : WEEKDAY).at(now.hour());
    dry = MEAN_FLOW * pattern * (1 + mood.step());
    strength.step();
    if (now.second() >= rainUntil && random.nextDouble() < 1 / SECONDS_BETWEEN_RAINS) {
      rainUntil = now.second() + random.nextLong(2 * 3_600, 6 * 3_600);
      rainRate = random.nextDouble(0.25, 0.75) * MEAN_FLOW;
    }
    runoff.follow(isRaining(now) ? rainRate : 0);
  }

  private boolean isRaining(Moment now) {
    return now.second() < rainUntil;
  }

  /** m3/h. */
  double flow() {
    return dry + runoff.value();
  }

  /** How much of the flow came out of houses; the rest is rain. */
  double foulShare() {
    return dry / flow();
  }

  /** A dry-weather concentration as it arrives: stronger by day, diluted by rain. */
  double concentration(double mean) {
    return mean * (0.78 + 0.22 * pattern) * (1 + strength.value()) * foulShare();
  }

  boolean isWet() {
    return foulShare() < 0.93;
  }
}
