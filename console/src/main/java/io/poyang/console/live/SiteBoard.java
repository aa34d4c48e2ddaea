package io.poyang.console.live;

import io.poyang.analytics.freshness.Freshness;
import io.poyang.analytics.freshness.SiteFreshness;
import io.poyang.console.http.Documents;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.Edges;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Every site with its state: the body of {@code /api/sites}. */
public final class SiteBoard {
  private final LiveView view;
  private final Edges edges;
  private final InstantSource clock;
  private final Executor executor;

  /**
   * @param executor where edges are asked, since the live view's loop must not wait for them
   */
  public SiteBoard(LiveView view, Edges edges, InstantSource clock, Executor executor) {
    this.executor = executor;
    this.view = view;
    this.edges = edges;
    this.clock = clock;
  }

  /** The board of now. */
  public CompletableFuture<Board> board() {
    long now = clock.millis();
    return view.ask(table -> table.freshness(now))
        .thenApplyAsync(fresh -> new Board(now, lines(fresh)), executor);
  }

  private List<Line> lines(Map<SiteId, SiteFreshness> fresh) {
    List<EdgeStatus> known = edges.edges();
    return view.sites().stream()
        .map(
            site ->
                new Line(
                    site,
                    fresh.getOrDefault(site.id(), SiteFreshness.at(0).total()),
                    known.stream()
                        .filter(edge -> edge.sites().contains(site.id()))
                        .map(edge -> edge.edge().value())
                        .toList()))
        .toList();
  }

  /** The sites at one moment. */
  public record Board(long atMillis, List<Line> lines) {
    public JsonObject json() {
      JsonArray sites = new JsonArray();
      lines.forEach(line -> sites.add(line.json()));
      return new JsonObject().put("at", atMillis).put("sites", sites);
    }

    /** Whether a page would show the same states and counts. */
    boolean looksLike(Board other) {
      return lines.stream()
          .map(Line::withoutTime)
          .toList()
          .equals(other.lines.stream().map(Line::withoutTime).toList());
    }
  }

  record Line(Site site, SiteFreshness freshness, List<String> edges) {
    JsonObject json() {
      long last = freshness.lastMillis();
      return new JsonObject()
          .put("id", site.id().value())
          .put("kind", site.kind().label())
          .put("name", Documents.name(site.name()))
          .put("state", freshness.state().label())
          .put("signals", freshness.signals())
          .put("live", freshness.live())
          .put("stale", freshness.stale())
          .put("bad", freshness.bad())
          .put("lastReadingAt", last == Freshness.NEVER ? null : (Long) last)
          .put("edges", new JsonArray(edges));
    }

    Line withoutTime() {
      SiteFreshness counts =
          new SiteFreshness(
              freshness.state(),
              freshness.signals(),
              freshness.live(),
              freshness.stale(),
              freshness.bad(),
              Freshness.NEVER);
      return new Line(site, counts, edges);
    }
  }
}
