package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.ingest.door.HeldStore;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Whatever the network, the store and the server do: each reading once, and none of a copy. */
class ExactlyOnceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Period ALL =
      new Period(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final SiteId SITE = new SiteId("north-works");
  private static final EdgeAccess ACCESS =
      new EdgeAccess(EDGE, Set.of(SITE), new Secret("open north"));
  private static final BatchCodec CODEC = new BatchCodec(1 << 20);

  /** What happens at one moment. */
  private sealed interface Event {
    /** One of the log's twelve batches is sent, for the first time or again. */
    record Send(int sequence, Lane lane) implements Event {}

    /** A batch of a copy of the log is sent. */
    record SendCopy(int sequence, Copy copy) implements Event {}

    /** The store fails a few times. */
    record Failure(int times) implements Event {}

    /** The server stops, whatever is on its way, and starts again. */
    record Restart() implements Event {}
  }

  private enum Copy {
    /** The same epoch, as when a machine's memory was copied too. */
    SAME_EPOCH,
    /** A copy of the disk from the first epoch's time. */
    OPENED_EARLY,
    /** A copy of the disk from the second epoch's time. */
    OPENED_LATE
  }

  /** A log that was opened three times, with four batches each. */
  private static Batch original(int sequence) {
    long epoch = 101 + (sequence - 1) / 4;
    long first = 1 + (sequence - 1) / 4 * 4L;
    long previous = epoch == 101 ? Opening.NONE : epoch - 1;
    return batch(epoch, new Opening(first, previous), sequence, "original");
  }

  private static Batch copy(int sequence, Copy copy) {
    return switch (copy) {
      case SAME_EPOCH -> {
        Batch.Header header = original(sequence).header();
        yield batch(header.id().epoch(), header.opening(), sequence, "copy");
      }
      case OPENED_EARLY -> batch(201, new Opening(3, 101), Math.max(3, sequence), "copy-early");
      case OPENED_LATE -> batch(202, new Opening(7, 102), Math.max(7, sequence), "copy-late");
    };
  }

  private static Batch batch(long epoch, Opening opening, int sequence, String point) {
    Batch.Builder builder = Batch.builder();
    SignalId signal = new SignalId(SITE, point);
    long at = NOW.minusSeconds(50_000).toEpochMilli() + sequence * 3_600_000L / 5;
    for (int i = 0; i < 3; i++) {
      builder.add(signal, at + i, sequence, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    return builder.build(
        new Batch.Header(new BatchId(EDGE, epoch, sequence), opening, List.of(), 0));
  }

  /** Remembers what became of each batch that was sent, by its content. */
  private static final class Agent implements Sender {
    private final List<Batch> sent = new ArrayList<>();
    private final Map<Integer, Boolean> taken = new ConcurrentHashMap<>();

    @Override
    public void settled(int ticket, int weight) {
      taken.put(ticket, true);
    }

    @Override
    public void refused(int ticket, int weight, String why) {
      taken.put(ticket, false);
    }

    @Override
    public void settle() {}
  }

  private final HeldStore store = new HeldStore();
  private final MemoryContinuity continuity = new MemoryContinuity();
  private final MemoryQuarantine quarantine = new MemoryQuarantine();
  private final Agent agent = new Agent();
  private Intake intake = open();

  private Intake open() {
    IntakeSettings standard = IntakeSettings.standard();
    return new Intake(
        store,
        continuity,
        quarantine,
        new MemoryCatalogue(),
        List.of(),
        new EdgeRegistry(List.of(ACCESS)),
        new IntakeSettings(
            standard.futureTolerance(),
            standard.largestBatch(),
            standard.largestJson(),
            4,
            standard.groupReadings(),
            Duration.ofMillis(1),
            Duration.ofMillis(2)),
        new SimpleMeterRegistry(),
        InstantSource.fixed(NOW));
  }

  private void send(Batch batch, Lane lane) {
    int ticket = agent.sent.size();
    agent.sent.add(batch);
    String topic = lane == Lane.LIVE ? Topics.live(EDGE) : Topics.backfill(EDGE);
    Admission admission = intake.reception().batch(ACCESS, topic, CODEC.encode(batch));
    intake.deliver(new Delivery(EDGE, lane, agent, ticket, 1, admission));
  }

  private void happen(Event event) {
    switch (event) {
      case Event.Send send -> send(original(send.sequence()), send.lane());
      case Event.SendCopy send -> send(copy(send.sequence(), send.copy()), Lane.LIVE);
      case Event.Failure failure -> store.failing(failure.times());
      case Event.Restart restart -> {
        intake.close();
        intake = open();
      }
    }
  }

  /** As an agent does after a restart of either side: whatever has no receipt goes once more. */
  private void finish() {
    store.failing(0);
    List<Batch> unanswered = new ArrayList<>();
    for (int ticket = 0; ticket < agent.sent.size(); ticket++) {
      if (!agent.taken.containsKey(ticket)) {
        unanswered.add(agent.sent.get(ticket));
      }
    }
    int first = agent.sent.size();
    unanswered.forEach(batch -> send(batch, Lane.BACKFILL));
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              for (int ticket = first; ticket < agent.sent.size(); ticket++) {
                if (!agent.taken.containsKey(ticket)) {
                  return false;
                }
              }
              return true;
            });
    intake.close();
  }

  @Provide
  static Arbitrary<List<Event>> withoutCopies() {
    return Arbitraries.<Event>frequencyOf(
            pair(12, sends()), pair(1, failures()), pair(1, Arbitraries.of(new Event.Restart())))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  static Arbitrary<List<Event>> withCopies() {
    Arbitrary<Event> copies =
        Arbitraries.integers()
            .between(1, 12)
            .flatMap(
                sequence ->
                    Arbitraries.of(Copy.class).map(copy -> new Event.SendCopy(sequence, copy)));
    return Arbitraries.<Event>frequencyOf(
            pair(12, sends()),
            pair(4, copies),
            pair(1, failures()),
            pair(1, Arbitraries.of(new Event.Restart())))
        .list()
        .ofMaxSize(60);
  }

  private static Tuple2<Integer, Arbitrary<? extends Event>> pair(
      int frequency, Arbitrary<? extends Event> events) {
    return Tuple.of(frequency, events);
  }

  private static Arbitrary<Event> sends() {
    return Arbitraries.integers()
        .between(1, 12)
        .flatMap(
            sequence -> Arbitraries.of(Lane.class).map(lane -> new Event.Send(sequence, lane)));
  }

  private static Arbitrary<Event> failures() {
    return Arbitraries.integers().between(1, 4).map(Event.Failure::new);
  }

  @Property(tries = 40)
  void eachReadingOfALogIsStoredOnce(@ForAll("withoutCopies") List<Event> events) {
    ExactlyOnceTest road = new ExactlyOnceTest();
    events.forEach(road::happen);
    road.finish();
    assertThat(road.quarantine.count()).isZero();
    assertThat(road.agent.taken.values()).doesNotContain(false);
    road.checkThatTheShelvesAgree();
    // Not even written twice: nothing failed between the store and continuity.
    assertThat(road.store.stored()).extracting(Batch::id).doesNotHaveDuplicates();
  }

  @Property(tries = 40)
  void nothingOfACopyIsMixedIn(@ForAll("withCopies") List<Event> events) {
    ExactlyOnceTest road = new ExactlyOnceTest();
    events.forEach(road::happen);
    road.finish();
    road.checkThatTheShelvesAgree();
    assertThat(road.store.stored()).extracting(Batch::id).doesNotHaveDuplicates();
    // Among the epochs no two follow one and the same.
    assertThat(road.continuity.epochs(EDGE))
        .extracting(epoch -> epoch.opening().previous())
        .doesNotHaveDuplicates();
  }

  /** The store has what was acknowledged and nothing else, and continuity says the same. */
  private void checkThatTheShelvesAgree() {
    Map<BatchId, Batch> acknowledged = new HashMap<>();
    for (int ticket = 0; ticket < agent.sent.size(); ticket++) {
      Batch batch = agent.sent.get(ticket);
      if (agent.taken.getOrDefault(ticket, false)) {
        Batch other = acknowledged.put(batch.id(), batch);
        assertThat(other == null || other.readings().equals(batch.readings()))
            .as("one content for %s", batch.id())
            .isTrue();
      }
    }
    Set<BatchId> noted = new HashSet<>();
    for (Epoch epoch : continuity.epochs(EDGE)) {
      for (SequenceRange range : epoch.ranges()) {
        for (long sequence = range.first(); sequence <= range.last(); sequence++) {
          noted.add(new BatchId(EDGE, epoch.epoch(), sequence));
        }
      }
    }
    assertThat(noted).isEqualTo(acknowledged.keySet());
    assertThat(store.count(ALL)).isEqualTo(3L * acknowledged.size());
    acknowledged
        .values()
        .forEach(
            batch ->
                assertThat(
                        store.count(
                            batch.signal(0),
                            new Period(
                                Instant.ofEpochMilli(batch.atMillis(0)),
                                Instant.ofEpochMilli(batch.atMillis(2) + 1))))
                    .isEqualTo(3));
    assertThat(continuity.hours(EDGE, ALL).stream().mapToLong(Hour::readings).sum())
        .isEqualTo(store.count(ALL));
  }
}
