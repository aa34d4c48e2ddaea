package io.poyang.console.continuity;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import java.util.List;
import java.util.Optional;

/**
 * What of an edge is open in quarantine, of whatever period: a refusal has no time that could be
 * trusted.
 *
 * @param readings that they hold, where that is known
 * @param more whether there are others that were not counted
 */
record Refused(int refusals, long readings, boolean more) {
  private static final int PAGE = 100;
  private static final int MOST = 1_000;

  static Refused of(Quarantine quarantine, EdgeId edge) {
    Filter open = new Filter(Optional.of(edge), Optional.empty(), false);
    int refusals = 0;
    long readings = 0;
    long before = Long.MAX_VALUE;
    while (refusals < MOST) {
      List<Kept> page = quarantine.list(open, before, PAGE);
      refusals += page.size();
      readings += page.stream().mapToLong(kept -> kept.refusal().readings()).sum();
      if (page.size() < PAGE) {
        return new Refused(refusals, readings, false);
      }
      before = page.getLast().number();
    }
    return new Refused(refusals, readings, true);
  }
}
