package io.poyang.console.road;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Documents;
import io.poyang.console.http.Workers;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import io.poyang.telemetry.edges.Edges;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /api/edges}. */
public final class RoadApi {
  private final Edges edges;
  private final Workers workers;

  public RoadApi(Edges edges, Workers workers) {
    this.edges = edges;
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
        .put("pauses", status.pauses())
        .put("trouble", status.trouble())
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
}
