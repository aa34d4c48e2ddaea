package io.poyang.plants.instrument;

import io.poyang.plants.instrument.PlantSignal.Kind;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Turns the truth of a process into readings, as an instrument does: at its own rate, with its
 * noise, in steps of its last digit, within its range, and now and then not at all. Pure: what it
 * does next follows from its seed and the times it is asked at.
 */
final class Instrument {
  /** OPC UA UncertainSensorNotAccurate; an analyser under calibration. */
  private static final Quality CALIBRATION = Quality.of(0x4093_0000, 'C');

  /** OPC UA BadSensorFailure. */
  private static final Quality FAILURE = Quality.of(0x808C_0000, 'D');

  /** OPC UA BadNoData: there is nothing to measure just now. */
  private static final Quality NOTHING = Quality.of(0x809B_0000);

  private static final Duration MEAN_BETWEEN_FAILURES = Duration.ofDays(5);
  private static final Duration MEAN_BETWEEN_CALIBRATIONS = Duration.ofHours(6);

  private final PlantSignal signal;
  private final SplittableRandom sound;
  private final SplittableRandom fate;
  private Condition condition;
  private Instant due;
  private double register = Double.NEGATIVE_INFINITY;

  Instrument(PlantSignal signal, String cabinet, long seed, Instant start) {
    this.signal = signal;
    sound = new SplittableRandom(seed * 31 + signal.point().hashCode());
    fate = new SplittableRandom(seed * 37 + cabinet.hashCode());
    // Devices take turns, so that a plant does not speak all at once.
    due =
        start.plusSeconds(
            Math.floorMod(signal.signal().device().hashCode(), signal.period().toSeconds()));
    condition = new Condition.Working(start.plus(untilTrouble()));
  }

  PlantSignal signal() {
    return signal;
  }

  boolean isDue(Instant at) {
    return !at.isBefore(due);
  }

  /** Takes a reading; the next one is due a period later. */
  Reading read(double truth, Instant at) {
    due = due.plus(signal.period());
    if (!due.isAfter(at)) {
      due = at.plus(signal.period());
    }
    double value = shown(truth);
    condition = next(condition, value, at);
    return switch (condition) {
      case Condition.Failed failed -> reading(at, Double.NaN, FAILURE);
      case Condition.Calibrating calibrating -> reading(at, calibrating.held(), CALIBRATION);
      case Condition.Working working ->
          Double.isNaN(value) ? reading(at, value, NOTHING) : reading(at, value, Quality.GOOD);
    };
  }

  private Reading reading(Instant at, double value, Quality quality) {
    return new Reading(signal.signal().id(), at, value, quality);
  }

  private Condition next(Condition now, double value, Instant at) {
    if (at.isBefore(now.until())) {
      return now;
    }
    if (!(now instanceof Condition.Working)) {
      return new Condition.Working(at.plus(untilTrouble()));
    }
    boolean calibrates =
        signal.kind() == Kind.ANALYSER
            && fate.nextDouble()
                < (double) MEAN_BETWEEN_FAILURES.toSeconds()
                    / (MEAN_BETWEEN_FAILURES.toSeconds() + MEAN_BETWEEN_CALIBRATIONS.toSeconds());
    return calibrates
        ? new Condition.Calibrating(at.plusSeconds(fate.nextLong(180, 720)), value)
        : new Condition.Failed(at.plusSeconds(fate.nextLong(60, 480)));
  }

  /** Exponential, as for anything that fails without memory. */
  private Duration untilTrouble() {
    double perSecond =
        switch (signal.kind()) {
          case SENSOR -> 1.0 / MEAN_BETWEEN_FAILURES.toSeconds();
          case ANALYSER ->
              1.0 / MEAN_BETWEEN_FAILURES.toSeconds() + 1.0 / MEAN_BETWEEN_CALIBRATIONS.toSeconds();
          case REGISTER, FIGURE, STATE -> 0;
        };
    return perSecond == 0
        ? Duration.ofDays(36_500)
        : Duration.ofSeconds((long) (-Math.log1p(-fate.nextDouble()) / perSecond) + 1);
  }

  private double shown(double truth) {
    double noisy = truth + signal.noise() * sound.nextGaussian();
    double digits = 1 / signal.resolution();
    double value =
        digits >= 1
            ? Math.rint(noisy * Math.rint(digits)) / Math.rint(digits)
            : Math.rint(noisy / signal.resolution()) * signal.resolution();
    Range range = signal.signal().range();
    if (range != null && !Double.isNaN(value)) {
      value = Math.clamp(value, range.low(), range.high());
    }
    if (signal.kind() == Kind.REGISTER) {
      register = Math.max(register, value);
      return register;
    }
    return value;
  }
}
