package io.poyang.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * When each of many things is due at a fixed rate. What was due stays due: whoever is late is not
 * forgiven, so that a stall counts in the time of everything that waited behind it.
 *
 * @param startNanos when the first is due, of {@link System#nanoTime}
 */
record Schedule(long startNanos, double perSecond) {
  Schedule {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate was " + perSecond + "/s but must be above 0");
    }
  }

  /** When a thing is due; the first has number 0. */
  long dueNanos(long number) {
    return startNanos + dueAfter(number).toNanos();
  }

  /** How long after the first. */
  Duration dueAfter(long number) {
    return Duration.ofNanos((long) (number * (1e9 / perSecond)));
  }

  /** How many are due by then. */
  long dueBy(long nanos) {
    return nanos < startNanos ? 0 : 1 + (long) ((nanos - startNanos) / (1e9 / perSecond));
  }

  /** Returns when the thing is due, at once where it has been. */
  void await(long number) {
    long due = dueNanos(number);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
