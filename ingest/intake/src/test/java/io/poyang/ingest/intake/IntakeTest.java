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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
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

  private static Delivery delivery(Sender sender, int ticket, Cargo cargo) {
    return new Delivery(EDGE, sender, ticket, 1, cargo);
  }

  /** Lost receipts, two lanes and reconnects repeat and shuffle batches in any way they like. */
  @Property(tries = 40)
  void anyMixOfRepeatsStoresEachReadingOnce(
      @ForAll @NotEmpty @Size(max = 60) List<@IntRange(min = 1, max = 25) Integer> sequences,
      @ForAll @IntRange(max = 59) int outage) {
    // A property keeps its object from try to try, so each try brings shelves of its own.
    HeldStore shelf = new HeldStore();
    MemoryContinuity numbers = new MemoryContinuity();
    Counting sender = new Counting();
    try (Intake intake = intake(shelf, numbers, quarantine)) {
      for (int i = 0; i < sequences.size(); i++) {
        if (i == outage) {
          shelf.away(true);
        }
        Batch batch = batch(sequences.get(i));
        intake.deliver(delivery(sender, i, intake.admit(batch, ACCESS, NOW)));
      }
      shelf.away(false);
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> sender.receipts.get() == sequences.size());
    }
    Set<Integer> distinct = new HashSet<>(sequences);
    assertThat(shelf.count(COD, ALL)).isEqualTo(2L * distinct.size());
    assertThat(shelf.count(PH, ALL)).isEqualTo(distinct.size());
    long named =
        numbers.epochs(EDGE).getFirst().ranges().stream()
            .mapToLong(range -> range.last() - range.first() + 1)
            .sum();
    assertThat(named).isEqualTo(distinct.size());
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
      intake.deliver(delivery(sender, 1, intake.admit(late, ACCESS, NOW)));
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
      intake.deliver(delivery(sender, 1, intake.admit(batch(1), ACCESS, NOW)));
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
  void aListenerThatFailsDoesNotStopTheRoad() {
    listener =
        batches -> {
          throw new IllegalStateException("a listener's own fault");
        };
    Counting sender = new Counting();
    try (Intake intake = intake(quarantine)) {
      intake.deliver(delivery(sender, 1, intake.admit(batch(1), ACCESS, NOW)));
      await().until(() -> sender.receipts.get() == 1);
    }
    assertThat(store.count(ALL)).isEqualTo(3);
  }

  @Test
  void closingDuringAnOutageEndsWithoutReceipts() {
    store.away(true);
    Counting sender = new Counting();
    Intake intake = intake(quarantine);
    intake.deliver(delivery(sender, 1, intake.admit(batch(1), ACCESS, NOW)));
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
      intake.deliver(delivery(sender, 0, intake.admit(batch(1), ACCESS, NOW)));
      await().until(() -> store.attempts() == 1);
      for (int i = 2; i <= 100; i++) {
        intake.deliver(delivery(sender, i, intake.admit(batch(i), ACCESS, NOW)));
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
      assertThat(intake.admit(batch, ACCESS, NOW)).isEqualTo(new Admission.Whole(batch));
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
        assertThat(intake.admit(batch, ACCESS, NOW)).isInstanceOf(Admission.Whole.class);
        admitted.add(batch);
      }
      assertThat(admitted).hasSize(2);
    }
  }
}
