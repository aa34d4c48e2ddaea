package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.ingest.door.HeldStore;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.quarantine.Repair;
import io.poyang.telemetry.quarantine.Replayer.Replayed;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Period ALL =
      new Period(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");
  private static final SignalId PH = SignalId.parse("north-works/effluent.ph");
  private static final EdgeAccess ACCESS =
      new EdgeAccess(EDGE, Set.of(new SiteId("north-works")), new Secret("open north"));
  private static final Repair HOUR_BACK = new Repair(Duration.ofHours(-1), Map.of());

  private final HeldStore store = new HeldStore();
  private final MemoryContinuity continuity = new MemoryContinuity();
  private final MemoryQuarantine quarantine = new MemoryQuarantine();
  private final BatchCodec codec = new BatchCodec(1 << 20);
  private final List<Batch> heard = new ArrayList<>();
  private final Intake intake =
      new Intake(
          store,
          continuity,
          quarantine,
          new MemoryCatalogue(),
          List.of(heard::addAll),
          new EdgeRegistry(List.of(ACCESS)),
          IntakeSettings.standard(),
          new SimpleMeterRegistry(),
          InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    intake.close();
  }

  private static Batch.Builder reading(Batch.Builder batch, SignalId signal, Instant at) {
    return batch.add(signal, at.toEpochMilli(), 7, Quality.STATUS_GOOD, Quality.NO_FLAG);
  }

  private static Batch.Builder reading(SignalId signal, Instant at) {
    return reading(Batch.builder(), signal, at);
  }

  /** Delivers a message and waits until it is dealt with; returns what was refused of it. */
  private List<Kept> deliver(Cargo cargo) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Sender sender =
        new Sender() {
          @Override
          public void settled(int ticket, int weight) {}

          @Override
          public void refused(int ticket, int weight, String why) {}

          @Override
          public void settle() {
            done.complete(null);
          }
        };
    intake.deliver(new Delivery(EDGE, Lane.LIVE, sender, 1, 1, cargo));
    done.orTimeout(10, TimeUnit.SECONDS).join();
    return open();
  }

  private List<Kept> deliver(Batch batch) {
    return deliver(intake.reception().batch(ACCESS, Topics.live(EDGE), codec.encode(batch)));
  }

  private List<Kept> open() {
    return quarantine.list(Filter.OPEN, Long.MAX_VALUE, 100);
  }

  private Replayed replay(long number, Repair repair) {
    try {
      return intake
          .replayer()
          .replay(number, repair)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readingsOfAFastClockAreStoredAtTheirTrueTime() {
    Instant at = NOW.plusSeconds(3_000);
    Batch ahead = reading(reading(COD, at), PH, at.plusMillis(1)).build(new BatchId(EDGE, 42, 1));
    Kept kept = deliver(ahead).getFirst();
    assertThat(kept.refusal().readings()).isEqualTo(2);

    assertThat(replay(kept.number(), HOUR_BACK))
        .isEqualTo(new Replayed(2, 0, "2 stored, times shifted by PT-1H"));
    assertThat(store.latest(List.of(COD), ALL))
        .containsExactly(Map.entry(COD, new Reading(COD, at.minusSeconds(3_600), 7, Quality.GOOD)));
    assertThat(open()).isEmpty();
    assertThat(quarantine.find(kept.number()).orElseThrow().settlement())
        .contains(new Settlement(Outcome.REPLAYED, NOW, "2 stored, times shifted by PT-1H"));
    // Seen by the live view like any other; its number was settled long ago.
    assertThat(heard.getLast().readings()).hasSize(2);
    assertThat(continuity.epochs(EDGE)).hasSize(1);
  }

  @Test
  void whatIsStillRefusedStaysAsARefusalOfItsOwn() {
    Batch ahead =
        reading(reading(COD, NOW.plusSeconds(3_000)), PH, NOW.plusSeconds(30_000))
            .build(new BatchId(EDGE, 42, 1));
    Kept kept = deliver(ahead).getFirst();

    Replayed replayed = replay(kept.number(), HOUR_BACK);
    assertThat(replayed.stored()).isEqualTo(1);
    assertThat(replayed.refused()).isEqualTo(1);
    assertThat(replayed.detail())
        .startsWith("1 stored, times shifted by PT-1H, 1 still refused: signal north-works/");
    Refusal remainder = open().getFirst().refusal();
    assertThat(open()).hasSize(1);
    assertThat(remainder.subject()).isEqualTo(PH.toString());

    Repair day = new Repair(Duration.ofDays(-1), Map.of());
    assertThat(replay(open().getFirst().number(), day).stored()).isEqualTo(1);
    assertThat(open()).isEmpty();
    assertThat(store.count(ALL)).isEqualTo(2);
  }

  @Test
  void whereNothingIsMendedTheRefusalStaysAsItIs() {
    Kept kept =
        deliver(reading(COD, NOW.plusSeconds(3_000)).build(new BatchId(EDGE, 42, 1))).getFirst();
    assertThat(replay(kept.number(), Repair.NONE))
        .isEqualTo(new Replayed(0, 1, kept.refusal().detail()));
    assertThat(open()).containsExactly(kept);
  }

  @Test
  void aSignalOfAForeignSiteGetsItsRightName() {
    SignalId wrong = SignalId.parse("nort-works/effluent.cod");
    Kept kept = deliver(reading(wrong, NOW).build(new BatchId(EDGE, 42, 1))).getFirst();
    assertThat(kept.refusal().reason()).isEqualTo(Reason.FOREIGN_SITE);

    Repair rename = new Repair(Duration.ZERO, Map.of("nort-works", "north-works"));
    assertThat(replay(kept.number(), rename).stored()).isEqualTo(1);
    assertThat(store.count(COD, ALL)).isEqualTo(1);
  }

  /** Whoever replays it has seen that it is this edge's after all. */
  @Test
  void aBatchUnderAnotherEdgesNameIsStoredAsOfTheEdgeThatBroughtIt() {
    BatchId foreign = new BatchId(new EdgeId("old-name"), 42, 1);
    Kept kept = deliver(reading(COD, NOW).build(foreign)).getFirst();
    assertThat(kept.refusal().reason()).isEqualTo(Reason.UNKNOWN_EDGE);
    assertThat(replay(kept.number(), Repair.NONE).stored()).isEqualTo(1);
    assertThat(store.count(COD, ALL)).isEqualTo(1);
  }

  /** A row without a time was measured when it came, not when somebody looked at it. */
  @Test
  void aRowOfJsonKeepsTheTimeOfItsArrival() {
    String topic = Topics.json(EDGE, "probe");
    byte[] row = "{\"point\":\"effluent.cod\",\"value\":3}".getBytes(StandardCharsets.UTF_8);
    Instant then = NOW.minusSeconds(500);
    quarantine.put(
        List.of(
            Refusals.part(
                "key",
                topic,
                new String(row, StandardCharsets.UTF_8),
                EDGE,
                then,
                Reason.MALFORMED,
                "site is missing and edge north-edge serves several")));
    assertThat(replay(1, Repair.NONE).stored()).isEqualTo(1);
    assertThat(store.latest(List.of(COD), ALL).values())
        .extracting(Reading::at)
        .containsExactly(then);
  }

  @Test
  void rowsOfJsonAndMessagesCanBeReadAgain() {
    byte[] rows =
        ("[{\"point\":\"effluent.cod\",\"value\":\"x\"},"
                + "{\"point\":\"effluent.cod\",\"at\":4102444800000,\"value\":1}]")
            .getBytes(StandardCharsets.UTF_8);
    List<Kept> refused = deliver(intake.reception().json(ACCESS, Topics.json(EDGE, "probe"), rows));
    assertThat(refused).extracting(kept -> kept.refusal().readings()).containsExactly(1, 1);
    for (Kept kept : refused) {
      int stored = kept.refusal().reason() == Reason.FUTURE ? 1 : 0;
      Repair back = new Repair(Duration.ofDays(-30_000), Map.of());
      assertThat(replay(kept.number(), back).stored()).isEqualTo(stored);
    }
    assertThat(open())
        .extracting(kept -> kept.refusal().reason())
        .containsExactly(Reason.TYPE_CONFLICT);
  }

  @Test
  void whatTheStoreRefusesAgainStaysAsItIs() {
    store.poison(batch -> true);
    Kept kept = deliver(reading(COD, NOW).build(new BatchId(EDGE, 42, 1))).getFirst();
    Replayed replayed = replay(kept.number(), Repair.NONE);
    assertThat(replayed).isEqualTo(new Replayed(0, 1, "held store: poison"));
    assertThat(open()).containsExactly(kept);

    store.poison(batch -> false);
    assertThat(replay(kept.number(), Repair.NONE).stored()).isEqualTo(1);
    assertThat(open()).isEmpty();
  }

  @Test
  void whereThereIsNothingToReplayTheReasonIsSaid() {
    assertThat(replay(99, Repair.NONE).detail()).isEqualTo("refusal 99 is not in quarantine");
    quarantine.put(List.of(Refusals.copied(new BatchId(EDGE, 42, 1), NOW, "a copy")));
    assertThat(replay(1, Repair.NONE).detail()).contains("has no original here");
    quarantine.settle(List.of(1L), new Settlement(Outcome.DISCARDED, NOW, "the clone is off"));
    assertThat(replay(1, Repair.NONE).detail()).contains("was settled at", "the clone is off");
    quarantine.put(
        List.of(
            Refusals.message(
                "poyang/v1/gone/live",
                new byte[1],
                new EdgeId("gone"),
                NOW,
                Reason.MALFORMED,
                "rubbish")));
    assertThat(replay(2, Repair.NONE).detail()).contains("edge gone is not configured");
    assertThat(store.attempts()).isZero();
  }

  @Test
  void aMessageThatStillCannotBeReadSaysWhy() {
    byte[] rubbish = "rubbish".getBytes(StandardCharsets.UTF_8);
    Kept kept = deliver(intake.reception().batch(ACCESS, Topics.live(EDGE), rubbish)).getFirst();
    assertThat(replay(kept.number(), Repair.NONE))
        .isEqualTo(new Replayed(0, 1, kept.refusal().detail()));
    assertThat(open()).containsExactly(kept);
  }

  @Test
  void anAnnouncementIsReplayedAsItCame() {
    byte[] announcement =
        """
        {"edge": "north-edge",
         "site": {"id": "north-works", "kind": "other", "name": {"zh": "厂", "en": "Works"}},
         "signals": []}"""
            .getBytes(StandardCharsets.UTF_8);
    quarantine.put(
        List.of(
            Refusals.message(
                Topics.catalogue(EDGE), announcement, EDGE, NOW, Reason.STORE_REFUSED, "then")));
    assertThat(replay(1, Repair.NONE)).isEqualTo(new Replayed(1, 0, "1 stored"));
    assertThat(open()).isEmpty();
  }

  @Test
  void aReplayThatTheServersEndCutsOffFailsAndLeavesTheRefusal() {
    Kept kept =
        deliver(reading(COD, NOW.plusSeconds(3_000)).build(new BatchId(EDGE, 42, 1))).getFirst();
    store.away(true);
    CompletableFuture<Replayed> cut =
        intake.replayer().replay(kept.number(), HOUR_BACK).toCompletableFuture();
    await().until(() -> intake.obstacle().isPresent());
    assertThat(cut).isNotDone();
    intake.close();
    assertThatThrownBy(() -> cut.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("the server closes");
    assertThat(open()).containsExactly(kept);
  }
}
