package io.poyang.console.continuity;

import io.poyang.console.http.Answers;
import io.poyang.console.http.PeriodParameters;
import io.poyang.console.http.Problem;
import io.poyang.console.http.Workers;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.Edges;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.store.ReadingStore;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Answers {@code GET /api/continuity}. */
public final class ContinuityApi {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Continuity continuity;
  private final ReadingStore store;
  private final Catalogue catalogue;
  private final Quarantine quarantine;
  private final Edges edges;
  private final InstantSource clock;
  private final Workers workers;

  public ContinuityApi(
      Continuity continuity,
      ReadingStore store,
      Catalogue catalogue,
      Quarantine quarantine,
      Edges edges,
      InstantSource clock,
      Workers workers) {
    this.continuity = continuity;
    this.store = store;
    this.catalogue = catalogue;
    this.quarantine = quarantine;
    this.edges = edges;
    this.clock = clock;
    this.workers = workers;
  }

  public void certificate(RoutingContext ctx) {
    EdgeId edge = new EdgeId(ctx.queryParams().get("edge"));
    Period asked = PeriodParameters.of(ctx.queryParams());
    if (asked.length().compareTo(LONGEST) > 0) {
      throw Problem.badRequest(
              "the period from "
                  + asked.from()
                  + " to "
                  + asked.to()
                  + " must not be longer than "
                  + LONGEST.toDays()
                  + " days: ask for one part after the other")
          .asException();
    }
    workers.askAtLength(ctx, () -> certificate(edge, asked), body -> Answers.json(ctx, body));
  }

  private JsonObject certificate(EdgeId edge, Period asked) {
    List<SiteId> sites = sites(edge);
    Snapshot snapshot = Snapshot.of(continuity, edge, asked, clock.instant());
    // The store afterwards: what was committed by the first answer is in the second.
    Held held = Held.of(store, catalogue, edge, sites, snapshot.certificate().period());
    return Certificates.json(asked, snapshot, held, Refused.of(quarantine, edge));
  }

  /** An edge that may connect no longer has a past all the same. */
  private List<SiteId> sites(EdgeId edge) {
    Optional<EdgeStatus> known =
        edges.edges().stream().filter(status -> status.edge().equals(edge)).findFirst();
    if (known.isEmpty() && continuity.epochs(edge).isEmpty()) {
      throw new Problem(
              404,
              "unknown-edge",
              "Not found",
              "edge " + edge + " is not known here; /api/edges lists those that are")
          .asException();
    }
    return known
        .map(EdgeStatus::sites)
        .orElseGet(() -> catalogue.sites().stream().map(Site::id).toList());
  }
}
