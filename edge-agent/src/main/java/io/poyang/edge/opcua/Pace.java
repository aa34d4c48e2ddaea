package io.poyang.edge.opcua;

import java.time.Duration;

/**
 * How quickly a source looks, waits and gives up.
 *
 * @param firstRetry wait before the first new try; doubles up to {@code lastRetry}
 * @param keepAlive how often the server shall say "nothing changed"; three missed are a frozen
 *     server
 * @param request longest wait for one answer
 * @param missing how often a node that was not there is asked for again
 */
record Pace(
    Duration tick,
    Duration firstRetry,
    Duration lastRetry,
    Duration keepAlive,
    Duration request,
    Duration missing) {
  static final Pace NORMAL =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  Duration after(Duration retry) {
    Duration doubled = retry.multipliedBy(2);
    return doubled.compareTo(lastRetry) > 0 ? lastRetry : doubled;
  }
}
