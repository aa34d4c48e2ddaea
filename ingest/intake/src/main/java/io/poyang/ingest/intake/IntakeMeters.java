package io.poyang.ingest.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The intake's numbers. Touched once a commit, never once a reading. */
final class IntakeMeters {
  final Counter readings;
  final Counter batches;
  final Counter repeats;
  final Counter copied;
  final Counter acknowledgements;
  final Counter retries;
  final Counter listenerFailures;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
  private final Timer commit;
  private final DistributionSummary commitReadings;
  private final DistributionSummary commitDeliveries;

  IntakeMeters(MeterRegistry registry, FairQueue queue) {
    readings = counter(registry, "poyang.intake.readings", "readings stored");
    batches = counter(registry, "poyang.intake.batches", "batches stored");
    repeats = counter(registry, "poyang.intake.repeats", "batches that had been stored before");
    copied = counter(registry, "poyang.intake.copied", "batches of copied logs, refused");
    acknowledgements = counter(registry, "poyang.intake.acknowledgements", "messages safe on disk");
    retries = counter(registry, "poyang.intake.retries", "writes tried again after a failure");
    listenerFailures =
        counter(registry, "poyang.intake.listener.failures", "failures of commit listeners");
    for (Reason reason : Reason.values()) {
      refused.put(
          reason,
          Counter.builder("poyang.intake.refused")
              .description("readings, and messages that cannot be read, put in quarantine")
              .tag("reason", reason.label())
              .register(registry));
    }
    commit =
        Timer.builder("poyang.intake.commit")
            .description("time from taking a group to its being safe on disk")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    commitReadings =
        DistributionSummary.builder("poyang.intake.commit.readings")
            .description("readings a commit")
            .register(registry);
    commitDeliveries =
        DistributionSummary.builder("poyang.intake.commit.deliveries")
            .description("messages a commit")
            .register(registry);
    Gauge.builder("poyang.intake.queue", queue, FairQueue::size)
        .description("messages that wait for the writer")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void refused(Collection<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      Counter counter = refused.get(refusal.reason());
      if (counter != null) {
        counter.increment(Math.max(1, refusal.readings()));
      }
    }
  }

  void committed(int deliveries, int stored, Duration took) {
    commit.record(took);
    commitReadings.record(stored);
    commitDeliveries.record(deliveries);
  }
}
