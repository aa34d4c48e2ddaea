package io.poyang.console.http;

import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.TransientStoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends requests: with a document, or with a problem. Called on the request's own context. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  public static boolean isHead(RoutingContext ctx) {
    return ctx.request().method().equals(HttpMethod.HEAD);
  }

  public static void json(RoutingContext ctx, JsonObject body) {
    json(ctx, 200, body);
  }

  public static void json(RoutingContext ctx, int status, JsonObject body) {
    body(ctx, status, "application/json", body.toBuffer());
  }

  public static void body(RoutingContext ctx, int status, String mediaType, Buffer body) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("content-type", mediaType)
        .putHeader("cache-control", "no-store");
    if (isHead(ctx)) {
      response.putHeader("content-length", String.valueOf(body.length()));
      response.end();
    } else {
      response.end(body);
    }
  }

  /** What a GET would say before its body, where that has no length yet. */
  public static void head(RoutingContext ctx, String mediaType) {
    ctx.response()
        .putHeader("content-type", mediaType)
        .putHeader("cache-control", "no-store")
        .end();
  }

  public static void problem(RoutingContext ctx, Problem problem) {
    if (ctx.response().headWritten()) {
      // The status is out already: only a broken connection can still say that something failed.
      ctx.request().connection().close();
      return;
    }
    if (problem.status() == 503) {
      ctx.response().putHeader("retry-after", "5");
    }
    body(ctx, problem.status(), Problem.MEDIA_TYPE, problem.body());
  }

  public static void failure(RoutingContext ctx, Throwable failure) {
    problem(ctx, problemOf(ctx, failure));
  }

  private static Problem problemOf(RoutingContext ctx, Throwable failure) {
    return switch (failure) {
      case ProblemException refused -> refused.problem();
      case TransientStoreException store ->
          Problem.busy("the store cannot answer for now: " + store.getMessage());
      case PermanentStoreException store ->
          new Problem(500, "store", "Internal server error", String.valueOf(store.getMessage()));
      default -> {
        LOG.warn("request {} {} failed", ctx.request().method(), ctx.request().path(), failure);
        yield Problem.internal();
      }
    };
  }
}
