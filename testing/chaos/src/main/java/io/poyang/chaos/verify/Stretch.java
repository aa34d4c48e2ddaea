package io.poyang.chaos.verify;

import io.poyang.telemetry.Reading;
import java.time.Instant;
import java.util.Set;

/**
 * A stretch of an edge's readings that was declared lost.
 *
 * @param to included
 * @param signals as {@code site/point}; empty where it may be any
 */
public record Stretch(Instant from, Instant to, Set<String> signals) {
  public Stretch {
    signals = Set.copyOf(signals);
  }

  boolean covers(Reading reading) {
    return !reading.at().isBefore(from)
        && !reading.at().isAfter(to)
        && (signals.isEmpty() || signals.contains(reading.signal().toString()));
  }
}
