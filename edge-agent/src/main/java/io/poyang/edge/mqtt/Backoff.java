package io.poyang.edge.mqtt;

import java.time.Duration;

/** How long to wait before trying again: longer each time, until something went well. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = FIRST;

  Duration next() {
    Duration now = next;
    next = now.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : now.multipliedBy(2);
    return now;
  }

  void reset() {
    next = FIRST;
  }
}
