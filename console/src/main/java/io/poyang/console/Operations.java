package io.poyang.console;

import io.poyang.console.catalogue.CatalogueApi;
import io.poyang.console.continuity.ContinuityApi;
import io.poyang.console.health.HealthApi;
import io.poyang.console.http.Answers;
import io.poyang.console.http.Contract;
import io.poyang.console.http.Workers;
import io.poyang.console.live.LiveFeed;
import io.poyang.console.quarantine.QuarantineApi;
import io.poyang.console.readings.ReadingsApi;
import io.poyang.console.road.RoadApi;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Which handler answers which operation of the contract. */
final class Operations {
  private Operations() {}

  /**
   * Handlers by operation id; each is given the media type that the client wants.
   *
   * @param feed already started
   */
  static Map<String, BiConsumer<RoutingContext, String>> of(
      ConsoleParts parts,
      Contract contract,
      CatalogueApi catalogue,
      LiveFeed feed,
      Workers workers) {
    ReadingsApi readings = new ReadingsApi(parts.store(), parts.catalogue(), workers);
    RoadApi road = new RoadApi(parts.edges(), workers);
    QuarantineApi quarantine =
        new QuarantineApi(parts.quarantine(), parts.replayer(), parts.clock(), workers);
    ContinuityApi continuity =
        new ContinuityApi(
            parts.continuity(),
            parts.store(),
            parts.catalogue(),
            parts.quarantine(),
            parts.edges(),
            parts.clock(),
            workers);
    HealthApi health =
        new HealthApi(parts.checks(), parts.metrics(), parts.version(), parts.clock(), workers);
    Map<String, BiConsumer<RoutingContext, String>> handlers = new TreeMap<>();
    handlers.put("getSites", plain(catalogue::sites));
    handlers.put("getSignals", plain(catalogue::signals));
    handlers.put("getLive", plain(feed::live));
    handlers.put("getReadings", readings::readings);
    handlers.put("getEdges", plain(road::edges));
    handlers.put("getContinuity", plain(continuity::certificate));
    handlers.put("getQuarantine", plain(quarantine::list));
    handlers.put("getRefusal", plain(quarantine::show));
    handlers.put("replayRefusals", plain(quarantine::replay));
    handlers.put("discardRefusals", plain(quarantine::discard));
    handlers.put("getAbout", plain(health::about));
    handlers.put("getHealthLive", plain(health::live));
    handlers.put("getHealthReady", plain(health::ready));
    handlers.put("getMetrics", plain(health::metrics));
    handlers.put(
        "getContract", (ctx, mediaType) -> Answers.body(ctx, 200, mediaType, contract.yaml()));
    return handlers;
  }

  private static BiConsumer<RoutingContext, String> plain(Consumer<RoutingContext> handler) {
    return (ctx, mediaType) -> handler.accept(ctx);
  }
}
