package io.poyang.chaos;

import java.time.Duration;
import java.util.Random;

/**
 * One fault of a plan.
 *
 * @param number from 1, in the order of the plan
 * @param agent whom it hits; {@link #SERVER} for the server
 * @param patient whether it waits until what it hits is up again after the fault before it
 * @param pause before it, after that
 * @param hold how long it lasts
 * @param variant whatever else is left to chance follows from this
 */
record Fault(
    int number,
    Kind kind,
    int agent,
    boolean patient,
    Duration pause,
    Duration hold,
    long variant) {
  static final int SERVER = -1;

  Random chance() {
    return new Random(variant);
  }

  String target() {
    return agent == SERVER ? "server" : "agent-" + agent;
  }

  @Override
  public String toString() {
    return "fault %d: %s at %s for %d ms"
        .formatted(number, kind.label(), target(), hold.toMillis());
  }
}
