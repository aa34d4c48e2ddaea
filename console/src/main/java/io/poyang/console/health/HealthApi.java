package io.poyang.console.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.poyang.console.http.Answers;
import io.poyang.console.http.Workers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Answers {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /api/about}. */
public final class HealthApi {
  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<List<Check>> checks;
  private final PrometheusMeterRegistry metrics;
  private final String version;
  private final InstantSource clock;
  private final Workers workers;

  public HealthApi(
      Supplier<List<Check>> checks,
      PrometheusMeterRegistry metrics,
      String version,
      InstantSource clock,
      Workers workers) {
    this.checks = checks;
    this.metrics = metrics;
    this.version = version;
    this.clock = clock;
    this.workers = workers;
  }

  public void live(RoutingContext ctx) {
    Answers.json(ctx, new JsonObject().put("live", true));
  }

  public void ready(RoutingContext ctx) {
    workers.askOfUs(ctx, checks::get, results -> ready(ctx, results));
  }

  private static void ready(RoutingContext ctx, List<Check> results) {
    boolean ready = results.stream().allMatch(Check::ready);
    JsonArray lines = new JsonArray();
    for (Check check : results) {
      lines.add(
          new JsonObject()
              .put("name", check.name())
              .put("ready", check.ready())
              .put("detail", check.detail()));
    }
    Answers.json(ctx, ready ? 200 : 503, new JsonObject().put("ready", ready).put("checks", lines));
  }

  public void metrics(RoutingContext ctx) {
    workers.askOfUs(
        ctx, metrics::scrape, text -> Answers.body(ctx, 200, EXPOSITION, Buffer.buffer(text)));
  }

  public void about(RoutingContext ctx) {
    Answers.json(
        ctx,
        new JsonObject().put("name", "Poyang").put("version", version).put("at", clock.millis()));
  }
}
