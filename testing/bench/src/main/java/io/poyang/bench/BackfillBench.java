package io.poyang.bench;

import io.poyang.telemetry.Period;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Agents whose logs hold what an outage left behind meet a server that has come back, while their
 * live readings go on: how fast does the backfill drain, and how late is live meanwhile.
 */
final class BackfillBench {
  private static final long STEP_MILLIS = 1000;

  /**
   * @param outage how long each signal gave a reading a second that nobody took
   * @param signals of each agent
   * @param rate live readings a second of each agent, once it is connected
   */
  record Load(Duration outage, int signals, int edges, int rate) {
    long backlogEach() {
      return outage.toSeconds() * signals;
    }
  }

  private final Load load;
  private final Latencies latencies = new Latencies();

  BackfillBench(Load load) {
    this.load = load;
  }

  BackfillFigures run(Path folder, Instant now) throws Exception {
    long from = now.minus(load.outage).toEpochMilli() - 2 * STEP_MILLIS;
    List<Workload> workloads =
        Workload.split(load.signals * load.edges, load.edges, from, STEP_MILLIS);
    List<BacklogAgent> agents = new ArrayList<>();
    // Threads for the live feeds; filling is held back by the disk anyway.
    try (ExecutorService threads = Executors.newFixedThreadPool(load.edges)) {
      for (int edge = 0; edge < load.edges; edge++) {
        agents.add(
            BacklogAgent.open(
                folder.resolve("agent-" + edge), edge, workloads.get(edge), load.rate, latencies));
      }
      each(threads, agents, agent -> agent.fill(load.backlogEach()));
      return drain(folder, from, threads, agents);
    } finally {
      agents.forEach(BacklogAgent::close);
    }
  }

  private BackfillFigures drain(
      Path folder, long from, ExecutorService threads, List<BacklogAgent> agents) throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, load.edges)) {
      Duration cpuBefore = server.cpu().plus(IngestBench.ownCpu());
      long startNanos = System.nanoTime();
      each(threads, agents, agent -> agent.drain(server));
      Duration cpu = server.cpu().plus(IngestBench.ownCpu()).minus(cpuBefore);
      long lastNanos = startNanos;
      long live = 0;
      long late = 0;
      long acked = 0;
      for (BacklogAgent agent : agents) {
        lastNanos = Math.max(lastNanos, agent.drainedNanos());
        live += agent.live();
        late += agent.late();
        acked += agent.acked();
      }
      Instant end = Instant.now().plusSeconds(1);
      long stored = server.stopAndCount(new Period(Instant.ofEpochMilli(from), end));
      return BackfillFigures.of(
          load,
          Duration.ofNanos(lastNanos - startNanos),
          cpu,
          new BackfillFigures.Counts(load.backlogEach() * load.edges, live, late, acked, stored),
          latencies);
    }
  }

  private interface Step {
    void on(BacklogAgent agent) throws Exception;
  }

  private static void each(ExecutorService threads, List<BacklogAgent> agents, Step step)
      throws InterruptedException, ExecutionException {
    List<Callable<Void>> steps = new ArrayList<>();
    for (BacklogAgent agent : agents) {
      steps.add(
          () -> {
            step.on(agent);
            return null;
          });
    }
    for (Future<Void> done : threads.invokeAll(steps)) {
      done.get();
    }
  }
}
