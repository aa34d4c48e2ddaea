package io.poyang.ingest.intake;

import static java.util.stream.Collectors.joining;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.quarantine.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** The readings of one batch that are refused for one reason, and what is to be said of them. */
final class Fault {
  /** To be named: a batch may have another one for each reading. */
  private static final int MOST_SITES = 10;

  private final Reason reason;
  private final BitSet indexes = new BitSet();
  private final Set<SiteId> sites = new HashSet<>();
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private double value;

  Fault(Reason reason) {
    this.reason = reason;
  }

  void add(Batch batch, int run, int index) {
    indexes.set(index);
    if (sites.size() <= MOST_SITES) {
      sites.add(batch.signal(run).site());
    }
    earliest = Math.min(earliest, batch.atMillis(index));
    latest = Math.max(latest, batch.atMillis(index));
    value = batch.value(index);
  }

  Reason reason() {
    return reason;
  }

  boolean contains(int index) {
    return indexes.get(index);
  }

  /** Both sides of the mismatch and the mend. */
  String detail(EdgeAccess access, Duration tolerance, Instant now) {
    return switch (reason) {
      case FOREIGN_SITE ->
          (sites.size() == 1
                  ? "site " + sites.iterator().next() + " is not"
                  : "sites " + someSites() + " are not")
              + " among the sites "
              + access.sortedSites()
              + " of edge "
              + access.edge()
              + "; add it to the edge's sites or correct the agent";
      case BEFORE_HISTORY -> times() + " before " + Examiner.HISTORY + "; set the device's clock";
      case FUTURE ->
          times()
              + " more than "
              + tolerance
              + " ahead of the server's "
              + now.truncatedTo(ChronoUnit.MILLIS)
              + "; set the device's clock";
      case NOT_A_NUMBER ->
          "value " + value + " has quality Good; a value that is no number needs another quality";
      default -> throw new IllegalArgumentException("no reading is refused as " + reason);
    };
  }

  private String someSites() {
    String some =
        sites.stream()
            .limit(MOST_SITES)
            .sorted()
            .map(SiteId::value)
            .collect(joining(", ", "[", "]"));
    return sites.size() > MOST_SITES ? some + " and others" : some;
  }

  private String times() {
    Instant first = Instant.ofEpochMilli(earliest);
    return earliest == latest
        ? "source time " + first + " is"
        : "source times " + first + " to " + Instant.ofEpochMilli(latest) + " are";
  }
}
