package io.poyang.chaos;

import java.time.Duration;

/**
 * How long an agent's road takes to be as before: from the moment the last fault that hits it is
 * over until its uplink is up and its backlog is down to what is normal. A fault that comes before
 * then begins it anew.
 */
final class Recovery {
  private final long normal;
  private int faults;
  private boolean awaited;
  private long healedNanos;
  private long worstNanos;

  /**
   * @param normal readings in the backlog of an agent that keeps up
   */
  Recovery(long normal) {
    this.normal = normal;
  }

  synchronized void hit() {
    faults++;
    awaited = false;
  }

  synchronized void healed(long nanos) {
    faults--;
    awaited = faults == 0;
    healedNanos = nanos;
  }

  synchronized void state(long backlog, boolean up, long nanos) {
    if (awaited && up && backlog <= normal) {
      awaited = false;
      worstNanos = Math.max(worstNanos, nanos - healedNanos);
    }
  }

  synchronized Duration worst() {
    return Duration.ofNanos(worstNanos);
  }
}
