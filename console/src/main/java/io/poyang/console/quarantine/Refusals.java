package io.poyang.console.quarantine;

import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Writes what was refused. */
final class Refusals {
  private Refusals() {}

  static JsonObject json(Kept kept) {
    Refusal refusal = kept.refusal();
    return new JsonObject()
        .put("number", kept.number())
        .put("receivedAt", refusal.receivedAt().toEpochMilli())
        .put("edge", refusal.edge().value())
        .put("reason", refusal.reason().label())
        .put("subject", refusal.subject())
        .put("detail", refusal.detail())
        .put("content", refusal.content())
        .put("readings", refusal.readings())
        .put("replayable", refusal.original().isPresent() && kept.settlement().isEmpty())
        .put("settlement", kept.settlement().map(Refusals::settlement).orElse(null));
  }

  private static JsonObject settlement(Settlement settlement) {
    return new JsonObject()
        .put("outcome", settlement.outcome().name().toLowerCase(Locale.ROOT))
        .put("at", settlement.at().toEpochMilli())
        .put("why", settlement.why());
  }
}
