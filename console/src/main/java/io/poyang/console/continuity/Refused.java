package io.poyang.console.continuity;

import io.poyang.console.quarantine.Browse;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import java.util.Optional;

/**
 * What of an edge is open in quarantine, of whatever period: a refusal has no time that could be
 * trusted.
 *
 * @param readings that they hold, where that is known
 * @param more whether there are others that were not counted
 */
record Refused(int refusals, long readings, boolean more) {
  private static final int MOST = 1_000;

  static Refused of(Quarantine quarantine, EdgeId edge) {
    Filter open = new Filter(Optional.of(edge), Optional.empty(), false);
    int[] refusals = {0};
    long[] readings = {0};
    Long next =
        Browse.each(
            quarantine,
            open,
            Long.MAX_VALUE,
            MOST,
            kept -> {
              refusals[0]++;
              readings[0] += kept.refusal().readings();
            });
    return new Refused(refusals[0], readings[0], next != null);
  }
}
