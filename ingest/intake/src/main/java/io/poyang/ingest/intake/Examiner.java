package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what of a batch is admitted. A batch without fault costs no object a reading. */
final class Examiner {
  /** Before anything that could have been measured: no plant of the programme is older. */
  static final Instant HISTORY = Instant.parse("2000-01-01T00:00:00Z");

  private final Duration futureTolerance;

  Examiner(Duration futureTolerance) {
    this.futureTolerance = futureTolerance;
  }

  Admission examine(Batch batch, EdgeAccess access, Instant now) {
    if (!batch.id().edge().equals(access.edge())) {
      return new Admission.Refused(
          List.of(
              Refusals.batch(
                  batch,
                  access.edge(),
                  now,
                  Reason.UNKNOWN_EDGE,
                  "names edge "
                      + batch.id().edge()
                      + " but came over the connection of edge "
                      + access.edge()
                      + "; set the agent's edge id to the name it logs in with")));
    }
    long earliest = HISTORY.toEpochMilli();
    long latest = now.plus(futureTolerance).toEpochMilli();
    BitSet refused = null;
    List<Refusal> refusals = List.of();
    for (int run = 0; run < batch.runs(); run++) {
      boolean foreign = !access.sites().contains(batch.signal(run).site());
      for (int i = batch.start(run); i < batch.end(run); i++) {
        long at = batch.atMillis(i);
        if (!foreign
            && at >= earliest
            && at <= latest
            && Reading.isPossible(batch.value(i), batch.status(i))) {
          continue;
        }
        if (refused == null) {
          refused = new BitSet(batch.size());
          refusals = new ArrayList<>();
        }
        refused.set(i);
        refusals.add(refusal(batch, run, i, foreign, access, now));
      }
    }
    return refused == null ? new Admission.Whole(batch) : part(batch, refused, refusals);
  }

  private static Admission part(Batch batch, BitSet refused, List<Refusal> refusals) {
    return new Admission.Part(batch.keep(i -> !refused.get(i)), refusals);
  }

  private Refusal refusal(
      Batch batch, int run, int index, boolean foreign, EdgeAccess access, Instant now) {
    Instant at = Instant.ofEpochMilli(batch.atMillis(index));
    Reason reason;
    String detail;
    if (foreign) {
      reason = Reason.FOREIGN_SITE;
      detail =
          "site "
              + batch.signal(run).site()
              + " is not among the sites "
              + access.sortedSites()
              + " of edge "
              + access.edge()
              + "; add it to the edge's sites or correct the agent";
    } else if (at.isBefore(HISTORY)) {
      reason = Reason.BEFORE_HISTORY;
      detail = "source time " + at + " is before " + HISTORY + "; set the device's clock";
    } else if (!Reading.isPossible(batch.value(index), batch.status(index))) {
      reason = Reason.NOT_A_NUMBER;
      detail =
          "value "
              + batch.value(index)
              + " has quality Good; a value that is no number needs another quality";
    } else {
      reason = Reason.FUTURE;
      detail =
          "source time "
              + at
              + " is more than "
              + futureTolerance
              + " ahead of the server's "
              + now
              + "; set the device's clock";
    }
    return Refusals.reading(batch, run, index, access.edge(), now, reason, detail);
  }

  /** What the store will never take, reading by reading, so that nothing of it is lost. */
  static List<Refusal> storeRefused(Batch batch, Instant now, @Nullable String why) {
    List<Refusal> refusals = new ArrayList<>(batch.size());
    for (int run = 0; run < batch.runs(); run++) {
      for (int i = batch.start(run); i < batch.end(run); i++) {
        refusals.add(
            Refusals.reading(
                batch,
                run,
                i,
                batch.id().edge(),
                now,
                Reason.STORE_REFUSED,
                "the store refused batch " + batch.id() + ": " + why));
      }
    }
    return refusals;
  }
}
