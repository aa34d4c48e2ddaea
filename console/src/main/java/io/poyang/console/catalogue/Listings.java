package io.poyang.console.catalogue;

import io.poyang.console.http.Documents;
import io.poyang.console.live.LiveTable;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a line of the catalogue. */
final class Listings {
  private Listings() {}

  static JsonObject json(Listing listing) {
    Signal signal = listing.announced().orElseGet(() -> unannounced(listing.id()));
    JsonObject states = new JsonObject();
    signal.states().forEach((value, name) -> states.put(value.toString(), Documents.name(name)));
    return new JsonObject()
        .put("id", listing.id().toString())
        .put("site", listing.id().site().value())
        .put("point", listing.id().point())
        .put("device", signal.device())
        .put("name", Documents.name(signal.name()))
        .put("unit", listing.announced().isPresent() ? signal.unit() : "")
        .put("quantity", signal.quantity())
        .put("range", range(signal.range()))
        .put("hj212", signal.hj212())
        .put("maxSilenceMillis", signal.maxSilence().toMillis())
        .put("states", states)
        .put("announced", listing.announced().isPresent())
        .put("edge", listing.edge().value());
  }

  private static @Nullable JsonArray range(@Nullable Range range) {
    return range == null ? null : new JsonArray().add(range.low()).add(range.high());
  }

  private static Signal unannounced(SignalId id) {
    return new Signal(
        id,
        "",
        Name.of(id.point()),
        "1",
        "",
        null,
        null,
        LiveTable.UNANNOUNCED_MAX_SILENCE,
        new TreeMap<>());
  }
}
