package io.poyang.console.live;

import io.poyang.analytics.freshness.Freshness;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.poyang.telemetry.store.ReadingStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the live view's list of signals like the catalogue's, and looks up in the store what the
 * view has not seen: everything at the start, signals that are new, and what it had to skip. Reads
 * on a thread of its own, since a catalogue and a store may take their time.
 */
final class Roster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
  private static final long PAUSE_MILLIS = 2_000;

  /** A slow catalogue is not asked more than a twentieth of the time. */
  private static final int PAUSE_PER_WORK = 20;

  private static final int SIGNALS_PER_LOOK = 10_000;

  private static final int CLOSE_SECONDS = 2;

  private final ReadingStore store;
  private final Catalogue catalogue;
  private final InstantSource clock;
  private final LiveView view;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("live-roster").factory());
  private volatile List<Site> sites = List.of();
  private boolean failing;

  /** A look that was asked for and has not begun. */
  private @Nullable CompletableFuture<Void> waiting;

  Roster(ReadingStore store, Catalogue catalogue, InstantSource clock, LiveView view) {
    this.store = store;
    this.catalogue = catalogue;
    this.clock = clock;
    this.view = view;
  }

  void start() {
    thread.execute(this::turn);
  }

  List<Site> sites() {
    return sites;
  }

  /** Whoever asks before it has begun shares the look with those who asked already. */
  synchronized CompletableFuture<Void> refreshNow() {
    CompletableFuture<Void> shared = waiting;
    if (shared == null) {
      shared = CompletableFuture.runAsync(this::refreshAsAsked, thread);
      waiting = shared;
    }
    return shared;
  }

  private void refreshAsAsked() {
    synchronized (this) {
      waiting = null;
    }
    refreshOrSay();
  }

  private void turn() {
    long start = System.nanoTime();
    refreshOrSay();
    long work = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    try {
      thread.schedule(
          this::turn, Math.max(PAUSE_MILLIS, work * PAUSE_PER_WORK), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private void refreshOrSay() {
    try {
      refresh();
      if (failing) {
        LOG.info("live view: catalogue and store answer again");
      }
      failing = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | ExecutionException e) {
      if (!failing && !thread.isShutdown()) {
        LOG.warn("live view: catalogue or store cannot be read, trying again", e);
      }
      failing = true;
    }
  }

  private void refresh() throws InterruptedException, ExecutionException {
    List<Site> listed = new ArrayList<>(catalogue.sites());
    listed.sort(Comparator.comparing(Site::id));
    for (Site site : listed) {
      List<Listing> signals = catalogue.signals(site.id());
      look(view.ask(table -> listAll(table, signals)).get());
    }
    sites = List.copyOf(listed);
    long skipped = view.takeSkipped();
    if (skipped > 0) {
      makeGood(skipped);
    }
  }

  /** Returns those that are new. */
  private static List<SignalId> listAll(LiveTable table, List<Listing> signals) {
    List<SignalId> fresh = new ArrayList<>();
    for (Listing listing : signals) {
      Duration silence =
          listing.announced().map(Signal::maxSilence).orElse(LiveTable.UNANNOUNCED_MAX_SILENCE);
      if (table.list(listing.id(), silence.toMillis())) {
        fresh.add(listing.id());
      }
    }
    return fresh;
  }

  private void makeGood(long skipped) throws InterruptedException, ExecutionException {
    LOG.info("live view: fell behind by {} readings, taking them from the store", skipped);
    store.awaitVisible();
    look(view.ask(LiveTable::ids).get());
  }

  /** What cannot be looked up now is, as skipped, looked up with the next turn. */
  private void look(List<SignalId> ids) {
    try {
      lookUp(ids);
    } catch (RuntimeException e) {
      view.skip(ids.size());
      throw e;
    }
  }

  private void lookUp(List<SignalId> ids) {
    for (int from = 0; from < ids.size(); from += SIGNALS_PER_LOOK) {
      List<SignalId> some = ids.subList(from, Math.min(ids.size(), from + SIGNALS_PER_LOOK));
      // A little into the future too: a source's clock may be ahead.
      Instant now = clock.instant();
      Period period = new Period(now.minus(Freshness.MEMORY), now.plus(Duration.ofHours(1)));
      Map<SignalId, Reading> latest = store.latest(some, period);
      view.found(latest.values());
    }
  }

  /** Returns when it has stopped reading, so that a store may be closed next. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("live view still reads from its store after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
