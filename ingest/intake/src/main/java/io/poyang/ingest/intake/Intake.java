package io.poyang.ingest.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.CommitListener;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Replayer;
import io.poyang.telemetry.store.ReadingStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From a payload to the store's commit. A {@link Reception} reads and judges on the caller's
 * thread; the scribe writes group by group on its own and then tells the senders.
 *
 * <p>Nothing is acknowledged before its admitted readings are in the store, its refused ones in
 * quarantine and its number in continuity, all synced to disk. The queue between the two has no
 * bound of its own: whoever delivers bounds what it has outstanding, as the door does by weight.
 */
public final class Intake implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final FairQueue queue;
  private final AtomicLong unnumbered = new AtomicLong();
  private final EdgeRegistry edges;
  private final IntakeSettings settings;
  private final InstantSource clock;
  private final Scribe scribe;
  private final Replay replay;
  private final Thread thread;

  public Intake(
      ReadingStore store,
      Continuity continuity,
      Quarantine quarantine,
      Catalogue catalogue,
      List<CommitListener> listeners,
      EdgeRegistry edges,
      IntakeSettings settings,
      MeterRegistry meters,
      InstantSource clock) {
    this.edges = edges;
    this.settings = settings;
    this.clock = clock;
    this.queue = new FairQueue(settings.groupDeliveries(), settings.groupReadings());
    this.scribe =
        new Scribe(
            queue,
            new Shelves(store, continuity, quarantine, catalogue),
            listeners,
            edges,
            settings,
            new IntakeMeters(meters, queue),
            clock);
    Gauge.builder("poyang.intake.failing", scribe, its -> its.obstacle().isPresent() ? 1 : 0)
        .description("1 while nothing can be written and nobody is acknowledged")
        .register(meters);
    this.replay = new Replay(quarantine, edges, reception(), this::deliver, clock);
    this.thread = Thread.ofPlatform().name("poyang-scribe").start(scribe);
  }

  /** A reader of payloads, for one thread. */
  public Reception reception() {
    return new Reception(settings, edges, unnumbered, clock);
  }

  /** Takes a delivery; its sender is told once it is safe on disk. Any thread; never blocks. */
  public void deliver(Delivery delivery) {
    queue.add(delivery);
  }

  /** Puts what was refused on the road once more. */
  public Replayer replayer() {
    return replay;
  }

  /** Why nothing can be written at present; empty while all is well. */
  public Optional<String> obstacle() {
    return scribe.obstacle();
  }

  /** Ends after the group at hand; whatever was not acknowledged its edge sends again. */
  @Override
  public void close() {
    scribe.close();
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    replay.close();
  }
}
