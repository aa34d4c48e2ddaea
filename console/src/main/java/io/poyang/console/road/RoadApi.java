package io.poyang.console.road;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Documents;
import io.poyang.console.http.Workers;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import io.poyang.telemetry.edges.Edges;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /api/edges} and {@code GET /api/quarantine}. */
public final class RoadApi {
  private static final int PAGE = 100;

  private final Edges edges;
  private final Quarantine quarantine;
  private final Workers workers;

  public RoadApi(Edges edges, Quarantine quarantine, Workers workers) {
    this.edges = edges;
    this.quarantine = quarantine;
    this.workers = workers;
  }

  public void edges(RoutingContext ctx) {
    workers.ask(ctx, edges::edges, all -> Answers.json(ctx, edges(all)));
  }

  private static JsonObject edges(List<EdgeStatus> all) {
    JsonArray lines = new JsonArray();
    all.forEach(status -> lines.add(edge(status)));
    return new JsonObject().put("edges", lines);
  }

  private static JsonObject edge(EdgeStatus status) {
    Report report = status.report();
    return new JsonObject()
        .put("id", status.edge().value())
        .put("sites", new JsonArray(status.sites().stream().map(SiteId::value).toList()))
        .put("connected", status.connected())
        .put("lastSeen", Documents.millis(status.lastSeen()))
        .put("batches", status.batches())
        .put("readings", status.readings())
        .put("refused", status.refused())
        .put("clockOffsetMillis", report == null ? null : (Long) report.clockOffset().toMillis())
        .put("backlogBatches", report == null ? null : (Long) report.backlogBatches())
        .put("backlogReadings", report == null ? null : (Long) report.backlogReadings())
        .put("sources", sources(report));
  }

  private static JsonArray sources(@Nullable Report report) {
    JsonArray sources = new JsonArray();
    if (report != null) {
      for (SourceReport source : report.sources()) {
        sources.add(
            new JsonObject()
                .put("name", source.name())
                .put("connected", source.connected())
                .put("detail", source.detail()));
      }
    }
    return sources;
  }

  public void quarantine(RoutingContext ctx) {
    MultiMap query = ctx.queryParams();
    long before = query.contains("before") ? Long.parseLong(query.get("before")) : Long.MAX_VALUE;
    int limit = query.contains("limit") ? Integer.parseInt(query.get("limit")) : PAGE;
    workers.ask(ctx, () -> page(before, limit), page -> Answers.json(ctx, page));
  }

  private JsonObject page(long before, int limit) {
    Map<Reason, Long> counts = new TreeMap<>(quarantine.countByReason());
    JsonObject byReason = new JsonObject();
    counts.forEach((reason, count) -> byReason.put(reason.label(), count));
    List<Kept> kept = quarantine.list(Filter.OPEN, before, limit);
    JsonArray refusals = new JsonArray();
    kept.forEach(one -> refusals.add(refusal(one)));
    return new JsonObject()
        .put("count", counts.values().stream().mapToLong(Long::longValue).sum())
        .put("byReason", byReason)
        .put("refusals", refusals)
        .put("next", kept.size() < limit ? null : (Long) kept.getLast().number());
  }

  private static JsonObject refusal(Kept kept) {
    Refusal refusal = kept.refusal();
    return new JsonObject()
        .put("number", kept.number())
        .put("receivedAt", refusal.receivedAt().toEpochMilli())
        .put("edge", refusal.edge().value())
        .put("reason", refusal.reason().label())
        .put("subject", refusal.subject())
        .put("detail", refusal.detail())
        .put("content", refusal.content());
  }
}
