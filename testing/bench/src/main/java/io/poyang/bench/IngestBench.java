package io.poyang.bench;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Feeds the door of a server process from a plain generator, without an agent. */
final class IngestBench {
  /**
   * @param readings to be measured, after a warm-up of a third as many, at least two seconds' worth
   * @param batch readings in one message
   * @param inFlight messages a connection may have without a receipt
   * @param rate readings a second of all connections, 0 for as many as go
   */
  record Load(long readings, int batch, int connections, int signals, int inFlight, int rate) {
    /** Every signal is met in it, so that what is measured meets none for the first time. */
    long warmUp() {
      return Math.max(Math.max(readings / 3, batch * 1000L), signals + (long) batch * connections);
    }

    Baseline.Load baseline(Figures figures) {
      return new Baseline.Load(
          warmUp(), readings, batch, signals, connections, (int) figures.commitReadings());
    }
  }

  private final Load load;
  private final Latencies latencies = new Latencies();

  IngestBench(Load load) {
    this.load = load;
  }

  Figures run(Path folder, Instant now) throws Exception {
    long span =
        Workload.spanMillis(
            load.readings + load.warmUp() + 2L * load.batch * load.connections, load.signals);
    long from = now.toEpochMilli() - span;
    List<Workload> workloads = Workload.split(load.signals, load.connections, from);
    try (ServerProcess server = ServerProcess.start(folder, load.connections);
        ExecutorService threads = Executors.newFixedThreadPool(load.connections)) {
      List<Lane> lanes = new ArrayList<>();
      for (int edge = 0; edge < load.connections; edge++) {
        lanes.add(new Lane(server.doorPort(), edge, workloads.get(edge)));
      }
      long warm = drive(threads, lanes, load.warmUp());
      latencies.reset();

      ServerProcess.Commits commitsBefore = server.commits();
      Duration cpuBefore = server.cpu().plus(ownCpu());
      long startNanos = System.nanoTime();
      long sent = drive(threads, lanes, load.readings);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
      Duration cpu = server.cpu().plus(ownCpu()).minus(cpuBefore);
      long commitReadings = server.commits().averageSince(commitsBefore);

      long acked = 0;
      for (Lane lane : lanes) {
        acked += lane.publisher.acked() * load.batch;
        lane.publisher.close();
      }
      Period all = new Period(Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + span + 1));
      long stored = server.stopAndCount(all);
      return Figures.of(elapsed, cpu, sent, acked - warm, stored - warm, latencies, commitReadings);
    }
  }

  /**
   * Every lane publishes its share and waits for all receipts; returns how many readings were sent.
   */
  private long drive(ExecutorService threads, List<Lane> lanes, long readings)
      throws InterruptedException, ExecutionException {
    long batchesEach = Math.ceilDiv(readings, (long) load.batch * lanes.size());
    long startNanos = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      Pacing pacing = pacing(startNanos, i);
      running.add(
          threads.submit(
              () -> {
                lane.publish(batchesEach, pacing);
                return null;
              }));
    }
    for (Future<?> lane : running) {
      lane.get();
    }
    return batchesEach * load.batch * lanes.size();
  }

  /** The lanes take turns, so that messages come evenly. */
  private Pacing pacing(long startNanos, int lane) {
    if (load.rate == 0) {
      return Pacing.NONE;
    }
    double messagesPerSecond = (double) load.rate / load.batch;
    return new Pacing.Fixed(
        new Schedule(
            startNanos + (long) (lane * 1e9 / messagesPerSecond),
            messagesPerSecond / load.connections));
  }

  static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** One connection with its share of the signals. */
  private final class Lane {
    private final MqttPublisher publisher;
    private final Workload workload;
    private final BatchCodec codec = new BatchCodec(1 << 24);
    private final int edge;
    private long sequence;

    Lane(int port, int edge, Workload workload) throws IOException {
      this.edge = edge;
      this.workload = workload;
      this.publisher =
          new MqttPublisher(
              port,
              Workload.edge(edge),
              ServerProcess.PASSWORD,
              Topics.live(Workload.edge(edge)),
              load.inFlight,
              latencies);
    }

    void publish(long batches, Pacing pacing) throws IOException, InterruptedException {
      Batch.Builder builder = Batch.builder();
      for (long i = 0; i < batches; i++) {
        long due = pacing.await(i);
        workload.take(
            load.batch,
            (signal, atMillis, value) ->
                builder.add(
                    workload.signal(signal),
                    atMillis,
                    value,
                    Quality.STATUS_GOOD,
                    Quality.NO_FLAG));
        publisher.publish(
            codec.encode(builder.build(new BatchId(Workload.edge(edge), 1, ++sequence))), due);
        if (pacing.isIdle(i + 1)) {
          publisher.flush();
        }
      }
      publisher.drain();
    }
  }
}
