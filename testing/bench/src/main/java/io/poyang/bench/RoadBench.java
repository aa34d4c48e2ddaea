package io.poyang.bench;

import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.uplink.MqttUplink;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drives an agent's log, forwarder and uplink in this process against a server in another: every
 * reading is synced to the agent's disk, then to the server's.
 */
final class RoadBench {
  private static final Duration COMMIT_WITHIN = Duration.ofMillis(20);
  private static final int IN_FLIGHT = 1024;

  /** Fewer than the log's queue takes, so that none is refused; enough to keep every part busy. */
  private static final int MOST_READINGS_UNDER_WAY = 150_000;

  private final long readings;
  private final int batch;
  private final int signals;
  private final Latencies latencies = new Latencies();
  private volatile @Nullable Throwable refusal;

  RoadBench(long readings, int batch, int signals) {
    this.readings = readings;
    this.batch = batch;
    this.signals = signals;
  }

  Figures run(Path folder, Instant now) throws Exception {
    long warmUp = Math.max(readings / 3, batch * 1000L);
    long span = Workload.spanMillis(readings + warmUp + 2L * batch, signals);
    long from = now.toEpochMilli() - span;
    Workload workload = Workload.split(signals, 1, from).getFirst();
    try (ServerProcess server = ServerProcess.start(folder, 1);
        Log log =
            Log.open(
                folder.resolve("agent"),
                Workload.edge(0),
                new LogSettings(COMMIT_WITHIN, batch, LogSettings.DEFAULT.queueReadings()),
                InstantSource.system());
        Uplink line =
            new MqttUplink(Workload.edge(0), uplink(server.doorPort()), InstantSource.system());
        ReceiptClock uplink =
            new ReceiptClock(line, latencies, mostUnderWay(), () -> check(server));
        Forwarder forwarder = new Forwarder(log, uplink, false)) {
      forwarder.start();
      uplink.start(forwarder);
      long warm = drive(log, uplink, workload, warmUp);
      latencies.reset();

      Duration cpuBefore = server.cpu().plus(IngestBench.ownCpu());
      long startNanos = System.nanoTime();
      long sent = drive(log, uplink, workload, readings);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
      Duration cpu = server.cpu().plus(IngestBench.ownCpu()).minus(cpuBefore);

      long acked = uplink.receipts() * batch;
      Period all = new Period(Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + span + 1));
      long stored = server.stopAndCount(all);
      return Figures.of(elapsed, cpu, sent, acked - warm, stored - warm, latencies);
    }
  }

  /** A batch that the log refused, or a server that is gone, would be waited for without end. */
  private void check(ServerProcess server) {
    server.check();
    Throwable refused = refusal;
    if (refused != null) {
      throw new BenchException(String.valueOf(refused.getMessage()));
    }
  }

  private int mostUnderWay() {
    return Math.clamp(MOST_READINGS_UNDER_WAY / batch, 1, 4096);
  }

  private UplinkConfig uplink(int port) {
    return new UplinkConfig(
        URI.create("mqtt://127.0.0.1:" + port),
        new Secret(ServerProcess.PASSWORD),
        batch,
        IN_FLIGHT,
        false,
        Optional.empty());
  }

  /** Appends readings as a source does and returns when all of them have their receipt. */
  private long drive(Log log, ReceiptClock uplink, Workload workload, long count)
      throws InterruptedException {
    long batches = Math.ceilDiv(count, batch);
    for (long i = 0; i < batches; i++) {
      List<Reading> group = new ArrayList<>(batch);
      workload.take(
          batch,
          (signal, atMillis, value) ->
              group.add(new Reading(signal, Instant.ofEpochMilli(atMillis), value, Quality.GOOD)));
      uplink.handedOver();
      log.append(group)
          .whenComplete(
              (safe, failure) -> {
                if (failure != null) {
                  refusal = failure;
                }
              });
    }
    uplink.awaitReceipts();
    return batches * batch;
  }
}
