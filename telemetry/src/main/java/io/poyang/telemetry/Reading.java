package io.poyang.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One value of one signal at its source time, with its quality. Time has 1 ms: a second value of a
 * signal in the same millisecond replaces the first.
 *
 * @param at source time, cut to the millisecond
 * @param value in the signal's unit; NaN only where the quality is not Good (nothing was measured)
 */
public record Reading(SignalId signal, Instant at, double value, Quality quality) {
  public Reading {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    if (!isPossible(value, quality.status())) {
      throw new IllegalArgumentException(
          "signal " + signal + ": value " + value + " cannot have quality " + quality);
    }
  }

  /** Whether this value may carry this status: a Good value is a finite number. */
  public static boolean isPossible(double value, int status) {
    return Double.isFinite(value) || !Quality.isGood(status);
  }
}
