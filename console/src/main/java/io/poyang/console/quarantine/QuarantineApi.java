package io.poyang.console.quarantine;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Problem;
import io.poyang.console.http.Workers;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Replayer;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked and carries out what is ordered of the quarantine. */
public final class QuarantineApi {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineApi.class);
  private static final int PAGE = 100;

  private final Quarantine quarantine;
  private final Replayer replayer;
  private final InstantSource clock;
  private final Workers workers;

  public QuarantineApi(
      Quarantine quarantine, Replayer replayer, InstantSource clock, Workers workers) {
    this.quarantine = quarantine;
    this.replayer = replayer;
    this.clock = clock;
    this.workers = workers;
  }

  public void list(RoutingContext ctx) {
    MultiMap query = ctx.queryParams();
    Filter filter =
        new Filter(
            Optional.ofNullable(query.get("edge")).map(EdgeId::new),
            Optional.ofNullable(query.get("reason")).map(Reasons::of),
            Boolean.parseBoolean(query.get("settled")));
    long before = query.contains("before") ? Long.parseLong(query.get("before")) : Long.MAX_VALUE;
    int limit = query.contains("limit") ? Integer.parseInt(query.get("limit")) : PAGE;
    workers.ask(ctx, () -> page(filter, before, limit), page -> Answers.json(ctx, page));
  }

  private JsonObject page(Filter filter, long before, int limit) {
    Map<Reason, Long> counts = new TreeMap<>(quarantine.countByReason());
    JsonObject byReason = new JsonObject();
    counts.forEach((reason, count) -> byReason.put(reason.label(), count));
    JsonArray refusals = new JsonArray();
    Long next =
        Browse.each(quarantine, filter, before, limit, kept -> refusals.add(Refusals.json(kept)));
    return new JsonObject()
        .put("count", counts.values().stream().mapToLong(Long::longValue).sum())
        .put("byReason", byReason)
        .put("refusals", refusals)
        .put("next", next);
  }

  public void show(RoutingContext ctx) {
    long number = Long.parseLong(ctx.pathParam("number"));
    workers.ask(
        ctx,
        () ->
            quarantine
                .find(number)
                .map(Refusals::json)
                .orElseThrow(() -> noSuchRefusal(number).asException()),
        refusal -> Answers.json(ctx, refusal));
  }

  private static Problem noSuchRefusal(long number) {
    return new Problem(404, "unknown-refusal", "Not found", unknown(number));
  }

  private static String unknown(long number) {
    return "refusal "
        + number
        + " is not in quarantine: it never was, or has made room for newer ones;"
        + " /api/quarantine lists what is";
  }

  public void replay(RoutingContext ctx) {
    Order order = Order.replay(ctx.body().buffer());
    workers.askAtLength(
        ctx,
        () -> {
          Selection.Page page = order.what().page(quarantine);
          LOG.info("replaying {} refusals, {}", page.numbers().size(), order.repair());
          return done(new Replays(replayer, order.repair()).of(page.numbers()), page);
        },
        results -> Answers.json(ctx, results));
  }

  public void discard(RoutingContext ctx) {
    Order order = Order.discard(ctx.body().buffer());
    workers.askAtLength(
        ctx,
        () -> {
          Selection.Page page = order.what().page(quarantine);
          return done(discarded(page.numbers(), order.why()), page);
        },
        results -> Answers.json(ctx, results));
  }

  private JsonArray discarded(List<Long> numbers, String why) {
    JsonArray results = new JsonArray();
    List<Long> open = new ArrayList<>();
    for (long number : numbers) {
      Optional<Kept> kept = quarantine.find(number);
      Optional<Settlement> settled = kept.flatMap(Kept::settlement);
      String detail =
          kept.isEmpty()
              ? unknown(number)
              : settled.map(was -> "was settled before: " + was.why()).orElse("");
      if (detail.isEmpty()) {
        open.add(number);
      }
      results.add(
          new JsonObject()
              .put("number", number)
              .put("outcome", detail.isEmpty() ? "discarded" : "kept")
              .put("detail", detail));
    }
    quarantine.settle(open, new Settlement(Outcome.DISCARDED, clock.instant(), why));
    LOG.info("discarded {} refusals: {}", open.size(), why);
    return results;
  }

  private static JsonObject done(JsonArray results, Selection.Page page) {
    return new JsonObject().put("results", results).put("next", page.next());
  }
}
