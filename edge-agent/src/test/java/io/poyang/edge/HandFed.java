package io.poyang.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceState;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A source whose readings come from the test. */
final class HandFed implements SourceConfig, Source {
  final CompletableFuture<Sink> sink = new CompletableFuture<>();
  private final String name;
  private final List<SignalSetting> signals;
  private final Duration stopping;
  volatile SourceState state = new SourceState.Connected(Instant.EPOCH, "by hand");

  /**
   * @param stopping how long its close takes
   */
  HandFed(String name, List<SignalSetting> signals, Duration stopping) {
    this.name = name;
    this.signals = signals;
    this.stopping = stopping;
  }

  static SignalSetting setting(SignalId id) {
    return new SignalSetting(signal(id), 0);
  }

  static Signal signal(SignalId id) {
    return new Signal(
        id,
        "outlet",
        Name.of(id.point()),
        "mg/L",
        id.point(),
        null,
        null,
        Duration.ofMinutes(1),
        new TreeMap<>());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<SignalSetting> signals() {
    return signals;
  }

  @Override
  public Source open(InstantSource time, MeterRegistry meters) {
    return this;
  }

  @Override
  public void start(Sink given) {
    sink.complete(given);
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public void close() {
    try {
      Thread.sleep(stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
