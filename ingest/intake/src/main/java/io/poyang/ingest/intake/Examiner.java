package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a batch is admitted. A batch without fault costs no object a reading. Not
 * thread-safe: it writes what it refuses with its caller's codec.
 */
final class Examiner {
  /** Before anything that could have been measured: no plant of the programme is older. */
  static final Instant HISTORY = Instant.parse("2000-01-01T00:00:00Z");

  private final Duration futureTolerance;
  private final BatchCodec codec;

  Examiner(Duration futureTolerance, BatchCodec codec) {
    this.futureTolerance = futureTolerance;
    this.codec = codec;
  }

  Admission examine(Batch batch, EdgeAccess access, Instant now) {
    if (!batch.id().edge().equals(access.edge())) {
      return new Admission.Refused(
          List.of(
              Refusals.readings(
                  batch,
                  access.edge(),
                  codec,
                  now,
                  Reason.UNKNOWN_EDGE,
                  "batch "
                      + batch.id()
                      + " names edge "
                      + batch.id().edge()
                      + " but came over the connection of edge "
                      + access.edge()
                      + "; set the agent's edge id to the name it logs in with")));
    }
    Map<Reason, Fault> faults = faults(batch, access, now);
    if (faults == null) {
      return new Admission.Whole(batch);
    }
    List<Refusal> refusals =
        faults.values().stream()
            .map(
                fault ->
                    Refusals.readings(
                        batch.keep(fault::contains),
                        access.edge(),
                        codec,
                        now,
                        fault.reason(),
                        fault.detail(access, futureTolerance, now)))
            .toList();
    return new Admission.Part(
        batch.keep(i -> faults.values().stream().noneMatch(fault -> fault.contains(i))), refusals);
  }

  private @Nullable Map<Reason, Fault> faults(Batch batch, EdgeAccess access, Instant now) {
    long earliest = HISTORY.toEpochMilli();
    long latest = now.plus(futureTolerance).toEpochMilli();
    Map<Reason, Fault> faults = null;
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
        if (faults == null) {
          faults = new EnumMap<>(Reason.class);
        }
        faults.computeIfAbsent(reason(batch, i, foreign), Fault::new).add(batch, run, i);
      }
    }
    return faults;
  }

  private static Reason reason(Batch batch, int index, boolean foreign) {
    if (foreign) {
      return Reason.FOREIGN_SITE;
    } else if (batch.atMillis(index) < HISTORY.toEpochMilli()) {
      return Reason.BEFORE_HISTORY;
    } else if (!Reading.isPossible(batch.value(index), batch.status(index))) {
      return Reason.NOT_A_NUMBER;
    }
    return Reason.FUTURE;
  }
}
