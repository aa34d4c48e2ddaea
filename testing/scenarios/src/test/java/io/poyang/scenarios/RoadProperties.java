package io.poyang.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.ingest.intake.Reception;
import io.poyang.ledger.LedgerDatabase;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.Certificate;
import io.poyang.telemetry.store.ReadingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The road from the log to the shelves, with a real log and a real ledger on disk: whatever is cut,
 * repeated, refused for a while or started again, and in whatever order, each reading that the log
 * had committed is in the store, is counted once, and the certificate says so.
 */
class RoadProperties {
  private static final EdgeAccess EDGE =
      new EdgeAccess(
          new EdgeId("north-edge"), Set.of(new SiteId("north-works")), new Secret("secret"));
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(2));
  private static final InstantSource CLOCK = InstantSource.fixed(END.plus(Duration.ofDays(10)));

  @Property(tries = 20)
  void everyCommittedReadingIsStoredAndCountedOnce(
      @ForAll @IntRange(min = 1, max = 8) int window,
      @ForAll @Size(min = 5, max = 60) List<@IntRange(min = 0, max = 119) Integer> steps)
      throws IOException {
    Path folder = Files.createTempDirectory("road");
    StumblingStore store = new StumblingStore();
    List<Reading> committed = new ArrayList<>();
    Agent agent = new Agent(folder.resolve("agent"), window);
    Server server = new Server(folder.resolve("server"), store);
    try {
      for (int step : steps) {
        int choice = step / 12;
        switch (step % 12) {
          case 0, 1, 2 -> committed.addAll(agent.commit(committed.size(), 1 + choice * 3));
          case 3, 4, 5 -> agent.line.arrive(1 + choice, server.reception, server.intake);
          case 6, 7 -> agent.line.hear(choice);
          case 8 -> agent.line.cut();
          case 9 -> {
            agent.close();
            agent = new Agent(folder.resolve("agent"), window);
          }
          case 10 -> {
            server.close();
            agent.line.cut();
            server = new Server(folder.resolve("server"), store);
          }
          default -> store.stumble(choice % 2 == 0, 1 + choice / 4);
        }
      }
      Reading later = new Reading(signal(0), END.plusSeconds(1), 1, Quality.GOOD);
      agent.log.append(List.of(later)).toCompletableFuture().join();
      drain(agent, server);

      List<Reading> stored = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        store.read(signal(i), new Period(START, END), stored::add);
      }
      Certificate certificate =
          Certificate.of(
              server.ledger.continuity(), EDGE.edge(), new Period(START, END), CLOCK.instant());
      assertThat(stored).containsExactlyInAnyOrderElementsOf(committed);
      assertThat(certificate.totals().readings()).isEqualTo(committed.size());
      assertThat(certificate.totals().missing()).isZero();
      assertThat(certificate.losses()).isEmpty();
      if (!committed.isEmpty()) {
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.COMPLETE);
      }
      assertThat(agent.line.refusals()).isEmpty();
    } finally {
      agent.close();
      server.close();
      delete(folder);
    }
  }

  private static void drain(Agent agent, Server server) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              agent.line.arrive(100, server.reception, server.intake);
              boolean heard = agent.line.hear(0);
              while (heard) {
                heard = agent.line.hear(0);
              }
              return agent.log.read(1, Long.MAX_VALUE, 1).isEmpty();
            });
  }

  private static SignalId signal(int number) {
    return SignalId.parse("north-works/p" + number);
  }

  private static final class Agent {
    final Log log;
    final MemoryLine line;
    final Forwarder forwarder;

    Agent(Path folder, int window) {
      log =
          Log.open(
              folder,
              EDGE.edge(),
              new LogSettings(Duration.ofMillis(1), 4, 10_000),
              InstantSource.system());
      line = new MemoryLine(EDGE, window);
      forwarder = new Forwarder(log, line, false);
      forwarder.start();
      line.start(forwarder);
    }

    /** Readings of some minutes apart, so that they are of many hours. */
    List<Reading> commit(int from, int count) {
      List<Reading> readings = new ArrayList<>();
      for (int i = from; i < from + count; i++) {
        readings.add(new Reading(signal(i % 3), START.plusSeconds(i * 97L), i, Quality.GOOD));
      }
      log.append(readings).toCompletableFuture().join();
      return readings;
    }

    void close() {
      forwarder.close();
      line.close();
      log.close();
    }
  }

  private static final class Server {
    final LedgerDatabase ledger;
    final Intake intake;
    final Reception reception;

    Server(Path folder, ReadingStore store) {
      ledger = LedgerDatabase.open(folder);
      IntakeSettings standard = IntakeSettings.standard();
      intake =
          new Intake(
              store,
              ledger.continuity(),
              ledger.quarantine(),
              ledger.catalogue(),
              List.of(),
              new EdgeRegistry(List.of(EDGE)),
              new IntakeSettings(
                  standard.futureTolerance(),
                  standard.largestBatch(),
                  standard.largestJson(),
                  3,
                  20,
                  Duration.ofMillis(1),
                  Duration.ofMillis(2)),
              new SimpleMeterRegistry(),
              CLOCK);
      reception = intake.reception();
    }

    void close() {
      intake.close();
      ledger.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
