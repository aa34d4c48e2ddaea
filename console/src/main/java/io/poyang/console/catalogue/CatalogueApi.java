package io.poyang.console.catalogue;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Outlet;
import io.poyang.console.http.Problem;
import io.poyang.console.http.Workers;
import io.poyang.console.live.SiteBoard;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Answers {@code GET /api/sites} and {@code GET /api/signals}. */
public final class CatalogueApi {
  private static final int CHUNK = 64 * 1024;

  private final Catalogue catalogue;
  private final SiteBoard board;
  private final Workers workers;

  public CatalogueApi(Catalogue catalogue, SiteBoard board, Workers workers) {
    this.catalogue = catalogue;
    this.board = board;
    this.workers = workers;
  }

  public void sites(RoutingContext ctx) {
    Context home = ctx.vertx().getOrCreateContext();
    board
        .board()
        .whenComplete(
            (latest, failure) ->
                home.runOnContext(
                    unused -> {
                      if (latest != null) {
                        Answers.json(ctx, latest.json());
                      } else {
                        Answers.failure(ctx, unwrapped(failure));
                      }
                    }));
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  public void signals(RoutingContext ctx) {
    String site = ctx.queryParams().get("site");
    if (site == null) {
      all(ctx);
      return;
    }
    workers.ask(
        ctx, () -> one(new SiteId(site)), body -> Answers.body(ctx, 200, "application/json", body));
  }

  private Buffer one(SiteId site) {
    List<Listing> signals = catalogue.signals(site);
    if (signals.isEmpty()
        && catalogue.sites().stream().noneMatch(known -> known.id().equals(site))) {
      throw Problem.unknown("site", site.value()).asException();
    }
    StringBuilder out = new StringBuilder("{\"signals\":[");
    for (int i = 0; i < signals.size(); i++) {
      out.append(i == 0 ? "" : ",").append(Listings.json(signals.get(i)).encode());
    }
    return Buffer.buffer(out.append("]}").toString());
  }

  /** A province has a million signals: site by site, at the reader's pace. */
  private void all(RoutingContext ctx) {
    if (Answers.isHead(ctx)) {
      Answers.head(ctx, "application/json");
      return;
    }
    workers.download(
        ctx,
        outlet -> {
          List<Site> sites = catalogue.sites();
          outlet.begin("application/json");
          write(sites, outlet);
        });
  }

  private void write(List<Site> sites, Outlet outlet) throws InterruptedException {
    StringBuilder out = new StringBuilder("{\"signals\":[");
    boolean first = true;
    for (Site site : sites.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList()) {
      for (Listing listing : catalogue.signals(site.id())) {
        out.append(first ? "" : ",").append(Listings.json(listing).encode());
        first = false;
        if (out.length() >= CHUNK) {
          if (!outlet.write(Buffer.buffer(out.toString()))) {
            return;
          }
          out.setLength(0);
        }
      }
    }
    outlet.write(Buffer.buffer(out.append("]}").toString()));
  }
}
