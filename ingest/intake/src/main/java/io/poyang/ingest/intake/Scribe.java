package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.CommitListener;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes whatever deliveries wait, writes them as one group and only
 * then hands out receipts. While a shelf cannot be written it tries the same group again and
 * acknowledges nobody, so that the edges keep what they have.
 */
final class Scribe implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);
  private static final int MOST_KNOWN_SIGNALS = 1 << 20;
  private static final long IDLE_MILLIS = 50;

  private final FairQueue queue;
  private final Shelves shelves;
  private final List<CommitListener> listeners;
  private final EdgeRegistry edges;
  private final IntakeSettings settings;
  private final IntakeMeters meters;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<SignalId> sighted = new HashSet<>();
  private final Set<CommitListener> complained = new HashSet<>();
  private final Lineages lineages;
  private final Appender appender;
  private volatile @Nullable String obstacle;

  /** What kind of failure was last told of; each is told once. */
  private @Nullable Class<?> trouble;

  Scribe(
      FairQueue queue,
      Shelves shelves,
      List<CommitListener> listeners,
      EdgeRegistry edges,
      IntakeSettings settings,
      IntakeMeters meters,
      InstantSource clock) {
    this.queue = queue;
    this.shelves = shelves;
    this.listeners = List.copyOf(listeners);
    this.edges = edges;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
    this.appender = new Appender(shelves.store());
    this.lineages = new Lineages(shelves.continuity(), shelves.quarantine());
  }

  /** Why nothing can be written at present. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** Ends after the group at hand; what waits beyond it stays unacknowledged. */
  void close() {
    closing.countDown();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  @Override
  public void run() {
    try {
      while (!isClosing()) {
        Group group = queue.next(IDLE_MILLIS);
        if (group != null) {
          write(group);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      obstacle = "the intake's writer has ended: " + e + "; restart the server";
      LOG.error("intake: the writer has ended, nothing is stored any more; restart the server", e);
    }
  }

  private void write(Group group) throws InterruptedException {
    long began = System.nanoTime();
    Duration pause = settings.firstRetry();
    int attempts = 1;
    while (!isWritten(group)) {
      attempts++;
      meters.retries.increment();
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "intake: closing while {} messages could not be written; their edges send them again",
            group.deliveries().size());
        return;
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(settings.lastRetry()) > 0 ? settings.lastRetry() : pause;
      // Among more batches it shows sooner whether the store fails or one of them is at fault.
      queue.fill(group);
    }
    if (attempts > 1) {
      LOG.info("intake: writing goes on after {} attempts", attempts);
      obstacle = null;
      trouble = null;
    }
    List<Batch> stored = group.batches();
    meters.committed(
        group.deliveries().size(), group.readings(), Duration.ofNanos(System.nanoTime() - began));
    count(group, stored);
    tellOfLogs(group);
    announce(stored);
    acknowledge(group);
  }

  /** Tries to write all of the group; whatever went through before a failure may go again. */
  private boolean isWritten(Group group) {
    try {
      Instant now = clock.instant();
      group.place(lineages, now);
      appender.append(group, now);
      catalogue(group, now);
      if (!group.refusals().isEmpty()) {
        shelves.quarantine().put(group.refusals());
      }
      List<Receipt> receipts = group.receipts();
      if (!receipts.isEmpty()) {
        shelves.continuity().committed(receipts, now);
      }
      lineages.committed();
      return true;
    } catch (RuntimeException e) {
      if (!e.getClass().equals(trouble)) {
        LOG.error("intake: nothing can be written, no edge is acknowledged until it can", e);
      }
      trouble = e.getClass();
      obstacle = cause(e);
      return false;
    }
  }

  /** The shelves' own words name the thing and the mend; anything else is a defect. */
  private static String cause(RuntimeException failure) {
    return failure instanceof StoreException
        ? String.valueOf(failure.getMessage())
        : "unexpected failure, please report it with the server's log: " + failure;
  }

  private void catalogue(Group group, Instant now) {
    for (Cargo.Announced news : group.announced()) {
      try {
        shelves.catalogue().announce(news.announcement(), now);
      } catch (PermanentStoreException e) {
        LOG.warn(
            "intake: the announcement of site {} goes to quarantine, the catalogue refuses it",
            news.announcement().site().id(),
            e);
        group.refuse(news, String.valueOf(e.getMessage()));
      }
    }
    Map<EdgeId, Set<SignalId>> fresh = Map.of();
    for (Batch batch : group.batches()) {
      for (int run = 0; run < batch.runs(); run++) {
        if (!sighted.contains(batch.signal(run))) {
          fresh = fresh.isEmpty() ? new HashMap<>() : fresh;
          fresh
              .computeIfAbsent(batch.id().edge(), unused -> new HashSet<>())
              .add(batch.signal(run));
        }
      }
    }
    fresh.forEach(
        (edge, signals) -> {
          shelves.catalogue().sighted(edge, signals, now);
          if (sighted.size() + signals.size() > MOST_KNOWN_SIGNALS) {
            sighted.clear();
          }
          sighted.addAll(signals);
        });
  }

  private void count(Group group, List<Batch> stored) {
    int readings = 0;
    for (Batch batch : stored) {
      readings += batch.size();
      edges.accepted(batch.id().edge(), 1, batch.size());
    }
    meters.readings.increment(readings);
    meters.batches.increment(stored.size());
    meters.refused(group.refusals());
    group
        .refusals()
        .forEach(refusal -> edges.refused(refusal.edge(), Math.max(1, refusal.readings())));
    meters.repeats.increment(group.repeats());
  }

  private void tellOfLogs(Group group) {
    group
        .remarkable()
        .forEach(
            (delivery, judgement) -> {
              if (judgement instanceof Judgement.Copied copy) {
                meters.copied.increment();
                edges.troubled(delivery.edge(), copy.detail());
                if (copy.first()) {
                  LOG.error("intake: a copied log is refused: {}", copy.detail());
                }
              } else {
                edges.mended(delivery.edge());
              }
            });
  }

  private void announce(List<Batch> stored) {
    if (stored.isEmpty()) {
      return;
    }
    List<Batch> committed = Collections.unmodifiableList(stored);
    for (CommitListener listener : listeners) {
      try {
        listener.committed(committed);
      } catch (RuntimeException e) {
        meters.listenerFailures.increment();
        if (complained.add(listener)) {
          LOG.error("intake: listener {} failed; the road goes on without it", listener, e);
        }
      }
    }
  }

  private void acknowledge(Group group) {
    Set<Sender> senders = Collections.newSetFromMap(new IdentityHashMap<>());
    int denied = 0;
    for (Delivery delivery : group.deliveries()) {
      String why = group.denial(delivery);
      if (why == null) {
        delivery.sender().settled(delivery.ticket(), delivery.weight());
      } else {
        delivery.sender().refused(delivery.ticket(), delivery.weight(), why);
        denied++;
      }
      senders.add(delivery.sender());
    }
    senders.forEach(Sender::settle);
    meters.acknowledgements.increment(group.deliveries().size() - denied);
  }
}
