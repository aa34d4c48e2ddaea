package io.poyang.console.continuity;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Certificate;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate and the hours that it rests on, both of one moment.
 *
 * @param hours all of the edge's
 */
record Snapshot(Certificate certificate, List<Hour> hours) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Period EVER =
      new Period(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.ofEpochMilli(Long.MAX_VALUE));

  Snapshot {
    hours = List.copyOf(hours);
  }

  static Snapshot of(Continuity continuity, EdgeId edge, Period period, Instant at) {
    // Epochs first: what is committed in between may then explain a hole, but never make one.
    List<Epoch> epochs = continuity.epochs(edge);
    List<Hour> hours = continuity.hours(edge, EVER);
    List<Gap> gaps = continuity.gaps(edge, EVER);
    return new Snapshot(Certificate.of(edge, period, epochs, gaps, hours, at), hours);
  }

  List<Hour> hoursOfThePeriod() {
    Period period = certificate.period();
    return hours.stream()
        .filter(hour -> hour.from().isBefore(period.to()))
        .filter(hour -> !hour.from().isBefore(period.from()))
        .toList();
  }

  /**
   * Where the readings of batches that are not here may lie: from the hour of the batch before them
   * to that of the batch after them, within the period.
   */
  Period around(long epoch, SequenceRange missing) {
    Period whole = certificate.period();
    Instant from =
        hours.stream()
            .filter(hour -> hour.epoch() == epoch && holds(hour, missing.first() - 1))
            .map(Hour::from)
            .min(Instant::compareTo)
            .filter(whole.from()::isBefore)
            .orElse(whole.from());
    Instant to =
        hours.stream()
            .filter(hour -> hour.epoch() == epoch && holds(hour, missing.last() + 1))
            .map(hour -> hour.from().plus(HOUR))
            .max(Instant::compareTo)
            .filter(whole.to()::isAfter)
            .orElse(whole.to());
    return from.isBefore(to) ? new Period(from, to) : whole;
  }

  private static boolean holds(Hour hour, long batch) {
    return hour.batches().first() <= batch && batch <= hour.batches().last();
  }
}
