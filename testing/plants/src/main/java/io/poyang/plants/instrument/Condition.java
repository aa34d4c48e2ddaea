package io.poyang.plants.instrument;

import java.time.Instant;

/** How an instrument is, and until when. */
sealed interface Condition {
  Instant until();

  record Working(Instant until) implements Condition {}

  /** Shows the value it had when the calibration began. */
  record Calibrating(Instant until, double held) implements Condition {}

  record Failed(Instant until) implements Condition {}
}
