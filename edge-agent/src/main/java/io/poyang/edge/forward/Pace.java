package io.poyang.edge.forward;

import java.time.Duration;

/**
 * How patient the forwarder is.
 *
 * @param firstPause after a refusal; doubled with each further one
 * @param longestPause what it grows to; also how long a refused batch rests
 * @param late the age at which a live batch that could not go is given to the backfill lane
 */
record Pace(Duration firstPause, Duration longestPause, Duration late, BackfillPace.Aim backfill) {
  static final Pace DEFAULT =
      new Pace(
          Duration.ofMillis(250),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          BackfillPace.Aim.DEFAULT);
}
