package io.poyang.bench;

import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.uplink.MqttUplink;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.edge.uplink.UplinkState;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The log, forwarder and uplink of one agent, with the settings that an agent has by itself. First
 * it fills its log without a server, then it drains it while live readings go on.
 */
final class BacklogAgent implements AutoCloseable {
  private static final int BATCH = LogSettings.DEFAULT.batchSize();
  private static final int IN_FLIGHT = 64;
  private static final int MOST_UNCOMMITTED = 100_000;

  private final int edge;
  private final Log log;
  private final Workload workload;
  private final int rate;
  private final Latencies latencies;
  private final Refusal refusal = new Refusal();
  private long backlog;
  private long live;
  private long late;
  private long acked;
  private long drainedNanos;

  private BacklogAgent(int edge, Log log, Workload workload, int rate, Latencies latencies) {
    this.edge = edge;
    this.log = log;
    this.workload = workload;
    this.rate = rate;
    this.latencies = latencies;
  }

  static BacklogAgent open(
      Path folder, int edge, Workload workload, int rate, Latencies latencies) {
    Log log = Log.open(folder, Workload.edge(edge), LogSettings.DEFAULT, InstantSource.system());
    return new BacklogAgent(edge, log, workload, rate, latencies);
  }

  /** Appends readings as fast as the log takes them. */
  void fill(long readings) throws InterruptedException {
    Semaphore room = new Semaphore(MOST_UNCOMMITTED);
    for (long left = readings; left > 0; ) {
      int some = (int) Math.min(BATCH, left);
      List<Reading> group = new ArrayList<>(some);
      workload.take(
          some,
          (signal, atMillis, value) ->
              group.add(
                  new Reading(
                      workload.signal(signal),
                      Instant.ofEpochMilli(atMillis),
                      value,
                      Quality.GOOD)));
      room.acquire(some);
      refusal.watch(log.append(group).whenComplete((safe, failure) -> room.release(some)));
      left -= some;
    }
    room.acquire(MOST_UNCOMMITTED);
    refusal.check();
    backlog = readings;
  }

  /** Connects, appends live readings until the backlog is gone, and waits for their receipts. */
  void drain(ServerProcess server) throws InterruptedException {
    PacedFeed feed = new PacedFeed(log, workload, rate, latencies, server::check);
    try (Uplink line = new MqttUplink(Workload.edge(edge), uplink(server), InstantSource.system());
        Forwarder forwarder = new Forwarder(log, new MeteredUplink(line, feed.meter()), false)) {
      forwarder.start();
      line.start(forwarder);
      while (!(line.state() instanceof UplinkState.Connected)) {
        server.check();
        Thread.sleep(1);
      }
      live = feed.append(unused -> feed.meter().old() < backlog && isAlive(server));
      drainedNanos = System.nanoTime();
      feed.await(live);
      late = feed.meter().late();
      acked = feed.meter().old() + feed.meter().live();
    }
  }

  private static boolean isAlive(ServerProcess server) {
    server.check();
    return true;
  }

  private UplinkConfig uplink(ServerProcess server) {
    return new UplinkConfig(
        URI.create("mqtt://127.0.0.1:" + server.doorPort()),
        new Secret(ServerProcess.PASSWORD),
        BATCH,
        IN_FLIGHT,
        false,
        Optional.empty());
  }

  /** When the last reading of the backlog had its receipt. */
  long drainedNanos() {
    return drainedNanos;
  }

  /** Live readings that were appended. */
  long live() {
    return live;
  }

  /** Live readings that went with the backfill. */
  long late() {
    return late;
  }

  long acked() {
    return acked;
  }

  @Override
  public void close() {
    log.close();
  }
}
