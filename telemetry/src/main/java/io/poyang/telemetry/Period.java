package io.poyang.telemetry;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time: {@code from} belongs to it, {@code to} does not. */
public record Period(Instant from, Instant to) {
  public Period {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("period from " + from + " must be before to " + to);
    }
  }

  public Duration length() {
    return Duration.between(from, to);
  }
}
