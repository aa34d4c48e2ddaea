package io.poyang.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.log.Log;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkState;
import io.poyang.telemetry.Gap;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** An agent's figures, for Prometheus. */
final class AgentMetrics {
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  AgentMetrics(String edge) {
    registry.config().commonTags("edge", edge);
    new UptimeMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  MeterRegistry registry() {
    return registry;
  }

  void watch(Log log) {
    Counter readings =
        Counter.builder("poyang.edge.readings.appended")
            .description("readings made safe in the log")
            .register(registry);
    Counter batches =
        Counter.builder("poyang.edge.batches.appended")
            .description("batches made safe in the log")
            .register(registry);
    Timer commits =
        Timer.builder("poyang.edge.log.commit")
            .description("time of a synced group commit")
            .register(registry);
    log.watch(
        commit -> {
          readings.increment(commit.readings());
          batches.increment(commit.batches());
          commits.record(commit.took());
        });
    gauge(
        "poyang.edge.backlog.batches", "batches not acknowledged", log, l -> l.backlog().batches());
    gauge(
        "poyang.edge.backlog.readings",
        "readings not acknowledged",
        log,
        l -> l.backlog().readings());
    gauge("poyang.edge.backlog.bytes", "payload not acknowledged", log, l -> l.backlog().bytes());
    gauge("poyang.edge.log.waiting", "readings waiting for their commit", log, Log::waiting);
    gauge(
        "poyang.edge.log.failing",
        "1 while the log takes nothing",
        log,
        l -> flag(l.failing() != null));
    gauge("poyang.edge.log.bytes", "what the log's files take of the disk", log, Log::bytes);
    lost(log, "log-full", l -> l.losses().full());
    lost(log, "log-aged", l -> l.losses().aged());
    lost(log, "log-damaged", l -> l.losses().damaged());
    FunctionCounter.builder("poyang.edge.log.refused", log, l -> l.losses().refused())
        .description("readings that the log did not take")
        .register(registry);
  }

  private void lost(Log log, String cause, ToDoubleFunction<Log> readings) {
    FunctionCounter.builder("poyang.edge.log.lost", log, readings)
        .description("readings that left the log without having been acknowledged")
        .tag("cause", cause)
        .register(registry);
  }

  void watch(Forwarder forwarder) {
    FunctionCounter.builder("poyang.edge.batches.sent", forwarder, Forwarder::sent)
        .description("batches sent, repeats included")
        .register(registry);
    FunctionCounter.builder("poyang.edge.batches.acknowledged", forwarder, Forwarder::acknowledged)
        .description("batches that ingest has acknowledged")
        .register(registry);
    gauge(
        "poyang.edge.batches.resting",
        "batches that ingest refused for a reason of their own",
        forwarder,
        Forwarder::resting);
    gauge(
        "poyang.edge.backfill.allowed",
        "backfill batches that may be on their way",
        forwarder,
        Forwarder::backfillAllowed);
    gauge(
        "poyang.edge.log.copied",
        "1 while ingest refuses this log as the copy of another",
        forwarder,
        f -> flag(f.copiedLog().isPresent()));
    Map<Lane, Timer> receipts = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      receipts.put(
          lane,
          Timer.builder("poyang.edge.receipt")
              .description("time from sending a batch to its acknowledgement")
              .tag("lane", lane.name().toLowerCase(Locale.ROOT))
              .publishPercentiles(MEDIAN, NEARLY_ALL)
              .register(registry));
    }
    forwarder.watch(
        (lane, took) -> {
          Timer timer = receipts.get(lane);
          if (timer != null) {
            timer.record(took);
          }
        });
  }

  void watch(Uplink uplink) {
    gauge(
        "poyang.edge.uplink.connected",
        "1 while ingest is connected",
        uplink,
        u -> flag(u.state() instanceof UplinkState.Connected));
  }

  void watch(Source source) {
    Gauge.builder(
            "poyang.edge.source.connected",
            source,
            s -> flag(s.state() instanceof SourceState.Connected))
        .description("1 while the source's far side is connected")
        .tag("source", source.name())
        .register(registry);
  }

  /** Counts the losses of a source that the log has taken word of, by cause. */
  Consumer<Gap> gapsOf(String source) {
    return gap ->
        Counter.builder("poyang.edge.source.gaps")
            .description("losses that a source has told of")
            .tag("source", source)
            .tag("cause", gap.cause().label())
            .register(registry)
            .increment();
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  private static double flag(boolean on) {
    return on ? 1 : 0;
  }

  String scrape() {
    return registry.scrape();
  }

  void close() {
    collections.close();
    registry.close();
  }
}
