package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.ingest.door.HeldStore;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.CommitListener;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.store.TransientStoreException;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Period ALL =
      new Period(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final SiteId SITE = new SiteId("north-works");
  private static final SignalId COD = new SignalId(SITE, "effluent.cod");
  private static final SignalId PH = new SignalId(SITE, "effluent.ph");
  private static final EdgeAccess ACCESS =
      new EdgeAccess(EDGE, Set.of(SITE), new Secret("open north"));

  private static final BatchCodec CODEC = new BatchCodec(1 << 20);

  private final HeldStore store = new HeldStore();
  private final MemoryContinuity continuity = new MemoryContinuity();
  private final MemoryQuarantine quarantine = new MemoryQuarantine();
  private final EdgeRegistry edges = new EdgeRegistry(List.of(ACCESS));
  private final AtomicInteger heard = new AtomicInteger();
  private CommitListener listener = batches -> heard.addAndGet(batches.size());

  /** Counts its receipts. */
  private static final class Counting implements Sender {
    private final AtomicInteger receipts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();

    @Override
    public void settled(int ticket, int weight) {
      receipts.incrementAndGet();
    }

    @Override
    public void refused(int ticket, int weight, String why) {
      refusals.incrementAndGet();
    }

    @Override
    public void settle() {
      rounds.incrementAndGet();
    }
  }

  private Intake intake(Quarantine shelf) {
    return intake(store, continuity, shelf);
  }

  private Intake intake(HeldStore readings, MemoryContinuity numbers, Quarantine refusals) {
    IntakeSettings standard = IntakeSettings.standard();
    return new Intake(
        readings,
        numbers,
        refusals,
        new MemoryCatalogue(),
        List.of(listener),
        edges,
        new IntakeSettings(
            standard.futureTolerance(),
            standard.largestBatch(),
            standard.largestJson(),
            standard.groupDeliveries(),
            standard.groupReadings(),
            Duration.ofMillis(1),
            Duration.ofMillis(4)),
        new SimpleMeterRegistry(),
        InstantSource.fixed(NOW));
  }

  private static Batch batch(long sequence) {
    long at = NOW.minusSeconds(100_000).toEpochMilli() + sequence * 1000;
    return Batch.builder()
        .add(COD, at, sequence, Quality.STATUS_GOOD, Quality.NO_FLAG)
        .add(PH, at, 7, Quality.STATUS_GOOD, Quality.NO_FLAG)
        .add(COD, at + 1, sequence + 0.5, Quality.STATUS_GOOD, Quality.NO_FLAG)
        .build(new BatchId(EDGE, 99, sequence));
  }

  private static Admission admit(Intake intake, Batch batch) {
    return intake.reception().batch(ACCESS, Topics.live(EDGE), CODEC.encode(batch));
  }

  private static Delivery delivery(Sender sender, int ticket, Cargo cargo) {
    return new Delivery(EDGE, Lane.LIVE, sender, ticket, 1, cargo);
  }

  @Test
  void nobodyIsAcknowledgedWhileTheQuarantineCannotBeWritten() {
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicInteger attempts = new AtomicInteger();
    Quarantine full =
        new Quarantine() {
          @Override
          public void put(Collection<Refusal> refusals) {
            attempts.incrementAndGet();
            if (away.get()) {
              throw new TransientStoreException("quarantine: the disk is full", null);
            }
            quarantine.put(refusals);
          }

          @Override
          public long count() {
            return quarantine.count();
          }

          @Override
          public Map<Reason, Long> countByReason() {
            return quarantine.countByReason();
          }

          @Override
          public List<Kept> list(Filter filter, long before, int limit) {
            return quarantine.list(filter, before, limit);
          }

          @Override
          public Optional<Kept> find(long number) {
            return quarantine.find(number);
          }

          @Override
          public void settle(Collection<Long> numbers, Settlement settlement) {
            quarantine.settle(numbers, settlement);
          }
        };
    Counting sender = new Counting();
    try (Intake intake = intake(full)) {
      Batch late =
          Batch.builder()
              .add(COD, NOW.plusSeconds(400).toEpochMilli(), 1, Quality.STATUS_GOOD, (char) 0)
              .build(new BatchId(EDGE, 99, 1));
      intake.deliver(delivery(sender, 1, admit(intake, late)));
      await().until(() -> attempts.get() > 3);
      assertThat(sender.receipts).hasValue(0);
      assertThat(intake.obstacle()).contains("quarantine: the disk is full");

      away.set(false);
      await().until(() -> sender.receipts.get() == 1);
      assertThat(intake.obstacle()).isEmpty();
    }
    assertThat(quarantine.countByReason()).isEqualTo(Map.of(Reason.FUTURE, 1L));
    assertThat(continuity.epochs(EDGE).getFirst().ranges())
        .containsExactly(new SequenceRange(1, 1));
  }

  /** A defect must not look like health: whoever is on call is told what it is. */
  @Test
  void anUnexpectedFailureIsSaidToBeOneUntilItIsOver() {
    store.poison(
        batch -> {
          throw new IndexOutOfBoundsException("7 of 6");
        });
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 1, admit(intake, batch(1))));
      await().until(() -> intake.obstacle().isPresent());
      assertThat(intake.obstacle().orElseThrow())
          .contains("unexpected failure", "IndexOutOfBoundsException", "7 of 6");
      assertThat(sender.receipts).hasValue(0);

      store.poison(batch -> false);
      await().until(() -> sender.receipts.get() == 1);
      assertThat(intake.obstacle()).isEmpty();
    }
  }

  @Test
  void aBatchOnWhichTheStoreFailsIsSetAsideWhileOthersAreStored() {
    store.defect(batch -> batch.id().sequence() == 5);
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      store.hold();
      for (int i = 1; i <= 9; i++) {
        intake.deliver(delivery(sender, i, admit(intake, batch(i))));
      }
      store.release();
      await().until(() -> sender.receipts.get() == 9);
      assertThat(intake.obstacle()).isEmpty();
    }
    assertThat(store.count(ALL)).isEqualTo(8 * 3);
    Refusal refusal = quarantine.find(1).orElseThrow().refusal();
    assertThat(refusal.reason()).isEqualTo(Reason.STORE_REFUSED);
    assertThat(refusal.detail()).contains("north-edge#2r/5", "nobody has foreseen this");
    assertThat(CODEC.decode(refusal.original().orElseThrow().payload()).readings())
        .isEqualTo(batch(5).readings());
    assertThat(continuity.epochs(EDGE).getFirst().ranges())
        .containsExactly(new SequenceRange(1, 9));
    assertThat(heard).hasValue(8);
  }

  /** Also when it waits alone: the batch that was stored last shows that the store works. */
  @Test
  void aBatchOnWhichTheStoreFailsIsSetAsideThoughNothingElseWaits() {
    store.defect(batch -> batch.id().sequence() == 2);
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 1, admit(intake, batch(1))));
      await().until(() -> sender.receipts.get() == 1);
      intake.deliver(delivery(sender, 2, admit(intake, batch(2))));
      await().until(() -> sender.receipts.get() == 2);
    }
    assertThat(quarantine.countByReason()).isEqualTo(Map.of(Reason.STORE_REFUSED, 1L));
    assertThat(store.count(ALL)).isEqualTo(3);
  }

  @Test
  void anOutageOfAnUnforeseenKindPutsNothingInQuarantine() {
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 0, admit(intake, batch(1))));
      await().until(() -> sender.receipts.get() == 1);
      store.defect(batch -> true);
      for (int i = 2; i <= 100; i++) {
        intake.deliver(delivery(sender, i, admit(intake, batch(i))));
      }
      int before = store.attempts();
      await().until(() -> store.attempts() > before + 500);
      assertThat(sender.receipts).hasValue(1);

      store.defect(batch -> false);
      await().until(() -> sender.receipts.get() == 100);
    }
    assertThat(quarantine.count()).isZero();
    assertThat(store.count(ALL)).isEqualTo(300);
  }

  /** Before anything has been stored nobody can tell a batch's fault from the store's. */
  @Test
  void theFirstBatchOfAllWaitsForAnotherToProveThatTheStoreWorks() {
    store.defect(batch -> batch.id().sequence() == 1);
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 1, admit(intake, batch(1))));
      await().until(() -> store.attempts() > 20);
      assertThat(quarantine.count()).isZero();

      intake.deliver(delivery(sender, 2, admit(intake, batch(2))));
      await().until(() -> sender.receipts.get() == 2);
    }
    assertThat(quarantine.count()).isEqualTo(1);
    assertThat(store.count(ALL)).isEqualTo(3);
  }

  @Test
  void aListenerThatFailsDoesNotStopTheRoad() {
    listener =
        batches -> {
          throw new IllegalStateException("a listener's own fault");
        };
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 1, admit(intake, batch(1))));
      await().until(() -> sender.receipts.get() == 1);
    }
    assertThat(store.count(ALL)).isEqualTo(3);
  }

  @Test
  void closingDuringAnOutageEndsWithoutReceipts() {
    store.away(true);
    Counting sender = new Counting();
    Intake intake = intake(quarantine);
    intake.deliver(delivery(sender, 1, admit(intake, batch(1))));
    await().until(() -> store.attempts() > 1);
    intake.close();
    assertThat(sender.receipts).hasValue(0);
    assertThat(store.count(ALL)).isZero();
  }

  @Test
  void waitingDeliveriesAreCommittedTogetherAndTheSenderIsToldOnce() {
    store.hold();
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 0, admit(intake, batch(1))));
      await().until(() -> store.attempts() == 1);
      for (int i = 2; i <= 100; i++) {
        intake.deliver(delivery(sender, i, admit(intake, batch(i))));
      }
      store.release();
      await().until(() -> sender.receipts.get() == 100);
      await().until(() -> sender.rounds.get() == 2);
      assertThat(store.attempts()).isEqualTo(2);
    }
  }

  @Test
  void aFaultlessBatchIsAdmittedAsItIs() {
    try (Intake intake = intake(quarantine)) {
      Batch batch = batch(1);
      assertThat(admit(intake, batch))
          .isInstanceOfSatisfying(
              Admission.Whole.class,
              whole -> assertThat(whole.batch().readings()).isEqualTo(batch.readings()));
    }
  }

  @Test
  void theEdgesOfTimeAreAdmitted() {
    try (Intake intake = intake(quarantine)) {
      List<Batch> admitted = new ArrayList<>();
      for (Instant at :
          List.of(Instant.parse("2000-01-01T00:00:00Z"), NOW.plus(Duration.ofMinutes(5)))) {
        Batch batch =
            Batch.builder()
                .add(COD, at.toEpochMilli(), 1, Quality.STATUS_GOOD, (char) 0)
                .build(new BatchId(EDGE, 99, 1));
        assertThat(admit(intake, batch)).isInstanceOf(Admission.Whole.class);
        admitted.add(batch);
      }
      assertThat(admitted).hasSize(2);
    }
  }

  /** A quarter of a megabyte has room for 130,000 of them. */
  @Test
  void aMessageOfNothingButBadRowsIsRefusedAsOne() {
    try (Intake intake = intake(quarantine)) {
      String bad = "0,".repeat(1_000);
      assertThat(json(intake, "[" + bad + "{\"point\": \"ph\", \"value\": 7}]"))
          .isInstanceOfSatisfying(
              Admission.Part.class,
              part -> {
                assertThat(part.refusals()).hasSize(1_000);
                assertThat(part.batch().size()).isEqualTo(1);
              });
      assertThat(json(intake, "[" + bad + "0]"))
          .isInstanceOfSatisfying(
              Admission.Refused.class,
              refused ->
                  assertThat(refused.refusals())
                      .singleElement()
                      .satisfies(
                          refusal -> {
                            assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
                            assertThat(refusal.detail()).contains("more than 1000 rows");
                            assertThat(refusal.original()).isPresent();
                          }));
    }
  }

  /** Its receipt was lost, so the device says it once more. */
  @Test
  void whatADeviceRepeatsIsRefusedOnce() {
    String late = "{\"point\": \"ph\", \"value\": 7, \"at\": %d}";
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      long at = NOW.plusSeconds(4_000).toEpochMilli();
      intake.deliver(delivery(sender, 1, json(intake, late.formatted(at))));
      intake.deliver(delivery(sender, 2, json(intake, late.formatted(at))));
      intake.deliver(delivery(sender, 3, json(intake, late.formatted(at + 1))));
      await().until(() -> sender.receipts.get() == 3);
    }
    assertThat(quarantine.count()).isEqualTo(2);
  }

  private static Admission json(Intake intake, String payload) {
    return intake
        .reception()
        .json(ACCESS, Topics.json(EDGE, "box"), payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void manyForeignSitesAreNotAllNamed() {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < 20_000; i++) {
      SignalId signal = new SignalId(new SiteId("site-" + i), "ph");
      builder.add(signal, NOW.toEpochMilli(), 7, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    try (Intake intake = intake(quarantine)) {
      assertThat(admit(intake, builder.build(new BatchId(EDGE, 99, 1))))
          .isInstanceOfSatisfying(
              Admission.Part.class,
              part ->
                  assertThat(part.refusals())
                      .singleElement()
                      .satisfies(
                          refusal ->
                              assertThat(refusal.detail())
                                  .contains("and others are not")
                                  .hasSizeLessThan(500)));
    }
  }
}
