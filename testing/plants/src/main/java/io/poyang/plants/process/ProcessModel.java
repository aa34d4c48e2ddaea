package io.poyang.plants.process;

import java.time.Duration;
import java.time.Instant;

/**
 * A process that goes on when it is told to. The same seed, start and total of durations give the
 * same state, whatever the durations were.
 */
public interface ProcessModel {
  void advance(Duration elapsed);

  /** Up to when the process has been computed. */
  Instant now();
}
