package io.poyang.edge.announce;

import io.poyang.edge.log.Backlog;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkRefusedException;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import io.poyang.telemetry.wire.AnnouncementCodec;
import io.poyang.telemetry.wire.StatusCodec;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the catalogue after every connect and whenever it has changed, until all of it is
 * acknowledged; reports the status every few seconds. One thread owns the catalogue.
 */
public final class Announcer implements Uplink.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final int STATUS_SECONDS = 5;

  /** A signal takes some 350 bytes, and ingest takes messages of 1 MiB unless told otherwise. */
  private static final int MOST_SIGNALS_A_MESSAGE = 500;

  /** What the edge says of itself besides its signals. */
  public interface Condition {
    Backlog backlog();

    List<SourceReport> sources();
  }

  private final EdgeId edge;
  private final Site site;
  private final Uplink uplink;
  private final Condition condition;
  private final InstantSource time;
  private final AnnouncementCodec announcements = new AnnouncementCodec();
  private final StatusCodec statuses = new StatusCodec();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("announcer").daemon().factory());

  private final SortedMap<SignalId, Signal> signals = new TreeMap<>();
  private boolean connected;
  private boolean due;
  private String complaint = "";

  public Announcer(
      EdgeId edge,
      Site site,
      Collection<Signal> configured,
      Uplink uplink,
      Condition condition,
      InstantSource time) {
    this.edge = edge;
    this.site = site;
    this.uplink = uplink;
    this.condition = condition;
    this.time = time;
    configured.forEach(signal -> signals.put(signal.id(), signal));
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::tick, STATUS_SECONDS, STATUS_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void connected(int window) {
    run(
        () -> {
          connected = true;
          due = true;
          tick();
        });
  }

  @Override
  public void disconnected() {
    run(() -> connected = false);
  }

  /** Adds signals, or what was learned of known ones. */
  public void discovered(List<Signal> found) {
    run(
        () -> {
          boolean changed = false;
          for (Signal signal : found) {
            if (signal.id().site().equals(site.id())) {
              changed |= !signal.equals(signals.put(signal.id(), signal));
            } else {
              log.warn("signal {} is not of site {} and is not announced", signal.id(), site.id());
            }
          }
          if (changed) {
            due = true;
            announce();
          }
        });
  }

  private void run(Runnable step) {
    try {
      thread.execute(step);
    } catch (RejectedExecutionException e) {
      log.debug("announcer is closed");
    }
  }

  private void tick() {
    try {
      announce();
      Backlog backlog = condition.backlog();
      uplink.report(
          statuses.encode(
              time.instant(), backlog.batches(), backlog.readings(), condition.sources()));
    } catch (RuntimeException e) {
      log.error("status of edge {} was not reported", edge, e);
    }
  }

  private void announce() {
    if (!connected || !due) {
      return;
    }
    due = false;
    announce(List.copyOf(signals.values()), 0);
  }

  /** One part after the other: each adds to the catalogue, none replaces it. */
  private void announce(List<Signal> all, int from) {
    int to = Math.min(all.size(), from + MOST_SIGNALS_A_MESSAGE);
    uplink
        .announce(announcements.encode(new Announcement(edge, site, all.subList(from, to))))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                run(() -> again(failure));
              } else if (to < all.size()) {
                run(() -> announce(all, to));
              }
            });
  }

  private void again(Throwable failure) {
    due = true;
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof UplinkRefusedException && !why.equals(complaint)) {
      complaint = why;
      log.warn("catalogue of edge {} was not taken and goes again: {}", edge, why);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
