package io.poyang.telemetry;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One measured thing: what it is called, in which unit it counts, how far its instrument reaches.
 *
 * @param device the part of the site it belongs to, such as {@code aeration-tank-1}
 * @param unit UCUM code, such as {@code mg/L}, {@code Cel}, {@code [pH]}; {@code 1} for a state
 * @param quantity what is measured, such as {@code effluent.cod}
 * @param range the instrument range, where one is known
 * @param hj212 the HJ 212-2017 Annex B code, where one exists
 * @param maxSilence the longest time without a reading in which "unchanged" may still be meant
 * @param states labels of a state signal's small integers; empty for a measurement
 */
public record Signal(
    SignalId id,
    String device,
    Name name,
    String unit,
    String quantity,
    @Nullable Range range,
    @Nullable String hj212,
    Duration maxSilence,
    SortedMap<Integer, Name> states) {
  /** Longer than anything that is still watched, and short enough to be counted with. */
  public static final Duration LONGEST_SILENCE = Duration.ofDays(365);

  public Signal {
    if (unit.isBlank()) {
      throw new IllegalArgumentException(
          "signal " + id + ": unit is blank; write 1 for a number without one");
    }
    if (!maxSilence.isPositive() || maxSilence.compareTo(LONGEST_SILENCE) > 0) {
      throw new IllegalArgumentException(
          "signal "
              + id
              + ": max-silence was "
              + maxSilence
              + " but must be positive and at most "
              + LONGEST_SILENCE.toDays()
              + " days");
    }
    states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
  }
}
