package io.poyang.bench;

import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.uplink.MqttUplink;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Drives an agent's log, forwarder and uplink in this process against a server in another: every
 * reading is synced to the agent's disk, then to the server's.
 */
final class RoadBench {
  static final Duration COMMIT_WITHIN = Duration.ofMillis(20);
  private static final int IN_FLIGHT = 1024;

  /**
   * @param readings to be measured, after a warm-up of a third as many
   * @param batch the most readings in one batch
   * @param rate readings a second, 0 for as many as go
   */
  record Load(long readings, int batch, int signals, int rate) {
    long warmUp() {
      return Math.max(Math.max(readings / 3, batch * 1000L), signals + batch);
    }

    Baseline.Load baseline(Figures figures) {
      return new Baseline.Load(
          warmUp(), readings, batch, signals, 1, (int) figures.commitReadings());
    }
  }

  private final Load load;
  private final Latencies latencies = new Latencies();

  RoadBench(Load load) {
    this.load = load;
  }

  Figures run(Path folder, Instant now) throws Exception {
    long span = Workload.spanMillis(load.readings + load.warmUp() + 2L * load.batch, load.signals);
    long from = now.toEpochMilli() - span;
    Workload workload = Workload.split(load.signals, 1, from).getFirst();
    try (ServerProcess server = ServerProcess.start(folder, 1);
        Log log =
            Log.open(
                folder.resolve("agent"),
                Workload.edge(0),
                new LogSettings(COMMIT_WITHIN, load.batch, LogSettings.DEFAULT.queueReadings()),
                InstantSource.system());
        Uplink line =
            new MqttUplink(Workload.edge(0), uplink(server.doorPort()), InstantSource.system())) {
      Feed feed =
          load.rate == 0
              ? new FullFeed(log, workload, load.batch, latencies, server::check)
              : new PacedFeed(log, workload, load.rate, latencies, server::check);
      MeteredUplink uplink = new MeteredUplink(line, feed.meter());
      try (Forwarder forwarder = new Forwarder(log, uplink, false)) {
        forwarder.start();
        uplink.start(forwarder);
        long warm = feed.drive(load.warmUp());
        latencies.reset();

        ServerProcess.Commits commitsBefore = server.commits();
        Duration cpuBefore = server.cpu().plus(IngestBench.ownCpu());
        long startNanos = System.nanoTime();
        long sent = feed.drive(load.readings);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        Duration cpu = server.cpu().plus(IngestBench.ownCpu()).minus(cpuBefore);
        long commitReadings = server.commits().averageSince(commitsBefore);

        long acked = feed.acked();
        Instant end = InstantSource.system().instant().plusSeconds(1);
        long stored = server.stopAndCount(new Period(Instant.ofEpochMilli(from), end));
        return Figures.of(
            elapsed, cpu, sent, acked - warm, stored - warm, latencies, commitReadings);
      }
    }
  }

  private UplinkConfig uplink(int port) {
    return new UplinkConfig(
        URI.create("mqtt://127.0.0.1:" + port),
        new Secret(ServerProcess.PASSWORD),
        load.batch,
        IN_FLIGHT,
        false,
        Optional.empty());
  }
}
