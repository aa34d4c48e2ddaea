package io.poyang.console.live;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Problem;
import io.poyang.console.live.SiteBoard.Board;
import io.poyang.telemetry.SiteId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code GET /api/live}: holds the clients and gives each its turns. */
public final class LiveFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final long CHANGES_MILLIS = 500;
  private static final long SITES_MILLIS = 2_000;
  private static final long COMMENT_MILLIS = 15_000;

  private final LiveView view;
  private final SiteBoard board;
  private final InstantSource clock;
  private final int mostClients;
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean boardUnderway = new AtomicBoolean();
  private volatile @Nullable Board shown;

  public LiveFeed(LiveView view, SiteBoard board, InstantSource clock, int mostClients) {
    this.view = view;
    this.board = board;
    this.clock = clock;
    this.mostClients = mostClients;
  }

  /** Starts the turns; they end with Vert.x. */
  public void start(Vertx vertx) {
    vertx.setPeriodic(CHANGES_MILLIS, unused -> clients.forEach(LiveClient::changesDue));
    vertx.setPeriodic(COMMENT_MILLIS, unused -> clients.forEach(LiveClient::commentDue));
    vertx.setPeriodic(SITES_MILLIS, unused -> lookAtSites());
  }

  public int clients() {
    return count.get();
  }

  public void live(RoutingContext ctx) {
    List<String> named = ctx.queryParam("site");
    Set<SiteId> sites = new TreeSet<>(named.stream().map(SiteId::new).toList());
    Set<SiteId> known = new TreeSet<>(view.sites().stream().map(site -> site.id()).toList());
    if (known.containsAll(sites)) {
      open(ctx, named.isEmpty() ? null : sites);
      return;
    }
    // It may have been announced a moment ago: ask the catalogue itself before saying no.
    var home = ctx.vertx().getOrCreateContext();
    view.refresh().whenComplete((done, failure) -> home.runOnContext(unused -> again(ctx, sites)));
  }

  private void again(RoutingContext ctx, Set<SiteId> sites) {
    Set<SiteId> unknown = new TreeSet<>(sites);
    view.sites().forEach(site -> unknown.remove(site.id()));
    if (unknown.isEmpty()) {
      open(ctx, sites);
    } else {
      Answers.problem(ctx, Problem.unknown("site", unknown.iterator().next().value()));
    }
  }

  private void open(RoutingContext ctx, @Nullable Set<SiteId> sites) {
    // Compressing would hold events back until a block is full.
    ctx.response().putHeader("content-encoding", "identity").putHeader("x-accel-buffering", "no");
    if (Answers.isHead(ctx)) {
      Answers.head(ctx, "text/event-stream");
      return;
    }
    if (count.incrementAndGet() > mostClients) {
      count.decrementAndGet();
      Answers.problem(ctx, Problem.busy("live has " + mostClients + " clients already, its limit"));
      return;
    }
    ctx.response()
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store");
    LiveClient client = new LiveClient(ctx, view, clock, sites);
    clients.add(client);
    ctx.response().closeHandler(unused -> gone(client));
    ctx.response().exceptionHandler(unused -> gone(client));
    Board latest = shown;
    if (latest != null) {
      client.sitesDue(event(latest));
    } else {
      lookAtSites();
    }
    client.start();
  }

  private void gone(LiveClient client) {
    if (clients.remove(client)) {
      count.decrementAndGet();
      client.close();
    }
  }

  private void lookAtSites() {
    if (clients.isEmpty() || !boardUnderway.compareAndSet(false, true)) {
      return;
    }
    board
        .board()
        .whenComplete(
            (latest, failure) -> {
              boardUnderway.set(false);
              if (latest != null) {
                show(latest);
              } else {
                LOG.debug("sites cannot be told to live clients", failure);
              }
            });
  }

  private void show(Board latest) {
    Board before = shown;
    shown = latest;
    if (before == null || !before.looksLike(latest)) {
      Buffer event = event(latest);
      clients.forEach(client -> client.sitesDue(event));
    }
  }

  private static Buffer event(Board board) {
    return Buffer.buffer("event: sites\ndata: " + board.json().encode() + "\n\n");
  }
}
