package io.poyang.chaos;

import io.poyang.chaos.verify.Fed;
import io.poyang.chaos.verify.Verdict;
import io.poyang.chaos.verify.Verifier;
import io.poyang.telemetry.store.ReadingStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of a plan: agents and a server as processes, faults, healing, counting. */
final class Run implements AutoCloseable {
  /** The first source times are that far back, so that none is ever in the future. */
  private static final Duration BACK = Duration.ofHours(6);

  /** All is healed then; an agent may wait 15 s and a half before it connects again. */
  private static final Duration UNTIL_DRAINED = Duration.ofMinutes(3);

  private static final Duration UNTIL_UP = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

  private final Plan plan;
  private final Stage stage;
  private final PrintStream journal;
  private final InstantSource time;
  private final ServerSide server;
  private final List<AgentSide> agents = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private boolean keep = true;
  private boolean closed;

  Run(Plan plan, Stage stage, InstantSource time) throws IOException {
    this.plan = plan;
    this.stage = stage;
    this.time = time;
    this.journal =
        new PrintStream(Files.newOutputStream(stage.log("faults")), true, StandardCharsets.UTF_8);
    Instant from = Instant.ofEpochSecond(time.instant().minus(BACK).getEpochSecond());
    this.server = ServerSide.prepare(stage, plan.agents());
    for (int i = 0; i < plan.agents(); i++) {
      agents.add(AgentSide.prepare(i, stage, server.door(), from));
    }
  }

  /**
   * Does everything that the plan says.
   *
   * @throws ChaosException where it comes to no end, naming what hangs
   */
  Outcome run() throws InterruptedException, IOException {
    start(server.process());
    for (AgentSide agent : agents) {
      start(agent.process());
    }
    awaitFed();
    long beganNanos = System.nanoTime();
    doFaults();
    agents.forEach(AgentSide::finish);
    awaitDrained();
    List<Certificate> certificates = new ArrayList<>();
    for (AgentSide agent : agents) {
      certificates.add(agent.certificate(server.http()));
      agent.process().stop();
    }
    server.process().stop();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
    return new Outcome(
        plan,
        safe(),
        verdict(certificates),
        certificates,
        agents.stream()
            .map(agent -> agent.recovery().worst())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO),
        elapsed,
        server.process().endedAlone()
            + agents.stream().mapToInt(agent -> agent.process().endedAlone()).sum(),
        server.disk().isMounted() ? "tmpfs" : "prlimit");
  }

  private static void start(Supervised process) throws InterruptedException {
    process.start();
    if (!process.awaitUp(UNTIL_UP)) {
      throw new ChaosException(
          "nothing is broken yet, but after %d s a process is not ready: see %s"
              .formatted(UNTIL_UP.toSeconds(), process.log()));
    }
  }

  /** A road that nothing has gone yet has no certificate to hold it against. */
  private void awaitFed() throws InterruptedException {
    long until = System.nanoTime() + UNTIL_UP.toNanos();
    while (agents.stream().anyMatch(agent -> agent.safe() == 0)) {
      if (System.nanoTime() > until) {
        throw new ChaosException(
            "nothing is broken yet, but after %d s an agent's log has no reading: see %s"
                .formatted(UNTIL_UP.toSeconds(), stage.log("agent-N").getParent()));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** Places have their faults one after another, each place beside the others. */
  private void doFaults() throws InterruptedException {
    Injector injector = new Injector(server, agents);
    try (ExecutorService places = Executors.newCachedThreadPool()) {
      ExecutorCompletionService<@Nullable Void> ends = new ExecutorCompletionService<>(places);
      int running = 0;
      for (int place : IntStream.range(Fault.SERVER, agents.size()).toArray()) {
        ends.submit(
            () -> {
              for (Fault fault : plan.at(place)) {
                if (fault.patient()) {
                  hit(fault).awaitUp(UNTIL_UP);
                }
                Thread.sleep(fault.pause());
                note(fault);
                injector.run(fault);
              }
              return null;
            });
        running++;
      }
      try {
        while (running > 0) {
          Future<@Nullable Void> ended =
              ends.poll(BETWEEN_REPORTS.toMillis(), TimeUnit.MILLISECONDS);
          if (ended == null) {
            report();
          } else {
            ended.get();
            running--;
          }
        }
      } catch (ExecutionException e) {
        places.shutdownNow();
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new ChaosException("a fault cannot be done: " + cause.getMessage(), cause);
      } catch (InterruptedException e) {
        places.shutdownNow();
        throw e;
      }
    }
  }

  private Supervised hit(Fault fault) {
    return fault.agent() == Fault.SERVER ? server.process() : agents.get(fault.agent()).process();
  }

  private void note(Fault fault) {
    begun.incrementAndGet();
    journal.println(time.instant() + " " + fault);
  }

  private void report() {
    System.err.printf(
        "chaos: %d of %d faults, %,d readings safe%n", begun.get(), plan.faults().size(), safe());
  }

  private void awaitDrained() throws InterruptedException {
    long until = System.nanoTime() + UNTIL_DRAINED.toNanos();
    while (!agents.stream().allMatch(AgentSide::isDrained)) {
      if (System.nanoTime() > until) {
        StringBuilder hanging = new StringBuilder("all was healed, but after ");
        hanging.append(UNTIL_DRAINED.toSeconds()).append(" s not everything was acknowledged:");
        for (int i = 0; i < agents.size(); i++) {
          if (!agents.get(i).isDrained()) {
            hanging.append(" agent-%d (%s)".formatted(i, agents.get(i).progress()));
          }
        }
        throw new ChaosException(hanging.toString());
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private long safe() {
    return agents.stream().mapToLong(AgentSide::safe).sum();
  }

  private Verdict verdict(List<Certificate> certificates) {
    List<Fed> fed = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) {
      fed.add(agents.get(i).fed(certificates.get(i).gaps()));
    }
    try (ReadingStore store = server.store()) {
      return Verifier.verify(store, fed);
    }
  }

  /** Nobody needs to look at the processes' data and messages. */
  void forget() {
    keep = false;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (AgentSide agent : agents) {
        agent.process().kill();
        agent.line().close();
        agent.disk().close(keep);
      }
      server.process().kill();
      server.readings().close(keep);
      server.disk().close(keep);
      journal.close();
      if (!keep) {
        stage.delete();
      }
    } catch (IOException e) {
      throw new ChaosException(stage.root() + " cannot be cleared: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
