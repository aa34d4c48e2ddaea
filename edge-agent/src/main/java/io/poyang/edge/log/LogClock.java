package io.poyang.edge.log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Tells how long a batch has waited. Runs on with the processor's own counter and never goes back;
 * the wall clock is asked where it begins, because nothing else knows how long the agent was off.
 */
final class LogClock {
  private final InstantSource wall;
  private final long startMillis;
  private final long startNanos = System.nanoTime();

  /**
   * @param newestKeptAt when the newest batch was kept, by this clock
   */
  LogClock(long newestKeptAt, InstantSource wall) {
    this.wall = wall;
    startMillis = Math.max(newestKeptAt, wall.millis());
  }

  long millis() {
    return startMillis + Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
  }

  /**
   * What was kept before this is older than the age. The wall clock must agree: one that was wrong
   * at the start and has been set since drops nothing.
   */
  long agedBefore(Duration age) {
    return Math.min(millis(), wall.millis()) - age.toMillis();
  }
}
