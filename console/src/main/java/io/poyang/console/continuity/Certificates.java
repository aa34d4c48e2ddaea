package io.poyang.console.continuity;

import io.poyang.console.http.Documents;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.continuity.Certificate;
import io.poyang.telemetry.continuity.Certificate.Chain;
import io.poyang.telemetry.continuity.Certificate.Link;
import io.poyang.telemetry.continuity.Certificate.Loss;
import io.poyang.telemetry.continuity.Certificate.Totals;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a certificate with what stands beside it. */
final class Certificates {
  /** Enough for a person; a certificate of a shorter period has the rest. */
  private static final int MOST_GAPS = 1_000;

  private Certificates() {}

  static JsonObject json(Period asked, Snapshot snapshot, Held held, Refused refused) {
    Certificate certificate = snapshot.certificate();
    return new JsonObject()
        .put("edge", certificate.edge().value())
        .put("at", certificate.at().toEpochMilli())
        .put("asked", period(asked))
        .put("period", period(certificate.period()))
        .put("verdict", certificate.verdict().label())
        .put("chains", list(certificate.chains(), chain -> chain(chain, snapshot)))
        .put("gapCount", certificate.losses().size())
        .put("gaps", list(first(certificate.losses()), Certificates::loss))
        .put("hours", list(snapshot.hoursOfThePeriod(), Certificates::hour))
        .put("totals", totals(certificate.totals()))
        .put(
            "store",
            new JsonObject()
                .put("signals", held.signals())
                .put("readings", held.readings())
                .put("detail", held.detail()))
        .put(
            "quarantine",
            new JsonObject()
                .put("refusals", refused.refusals())
                .put("readings", refused.readings())
                .put("more", refused.more()));
  }

  private static List<Loss> first(List<Loss> losses) {
    return losses.subList(0, Math.min(MOST_GAPS, losses.size()));
  }

  private static <T> JsonArray list(List<T> items, Function<T, JsonObject> json) {
    JsonArray list = new JsonArray();
    items.forEach(item -> list.add(json.apply(item)));
    return list;
  }

  private static JsonObject period(Period period) {
    return new JsonObject()
        .put("from", period.from().toEpochMilli())
        .put("to", period.to().toEpochMilli());
  }

  private static JsonObject chain(Chain chain, Snapshot snapshot) {
    return new JsonObject()
        .put("headUnknown", chain.headUnknown())
        .put("tailUnknown", chain.tailUnknown())
        .put("epochs", list(chain.links(), link -> link(link, snapshot)));
  }

  private static JsonObject link(Link link, Snapshot snapshot) {
    return new JsonObject()
        .put("epoch", epoch(link.epoch()))
        .put("first", link.opening().map(Opening::first).orElse(null))
        .put(
            "previous",
            link.opening()
                .map(Opening::previous)
                .filter(previous -> previous != Opening.NONE)
                .map(Certificates::epoch)
                .orElse(null))
        .put("last", orNull(link.expectedEnd()))
        .put("batches", link.batches().map(Certificates::range).orElse(null))
        .put(
            "missing",
            list(
                link.missing(),
                range -> range(range).mergeIn(period(snapshot.around(link.epoch(), range)))))
        .put("declared", list(link.declared(), Certificates::range))
        .put("beyond", list(link.beyond(), Certificates::range))
        .put("committed", link.committed())
        .put("readings", link.readings())
        .put("lastCommit", Documents.millis(link.lastCommit().orElse(null)));
  }

  /** As everywhere else in the logs; too large a number for a browser. */
  private static String epoch(long epoch) {
    return Long.toUnsignedString(epoch, 36);
  }

  private static JsonObject range(SequenceRange range) {
    return new JsonObject().put("first", range.first()).put("last", range.last());
  }

  private static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }

  private static JsonObject loss(Loss loss) {
    Gap gap = loss.gap();
    return new JsonObject()
        .put("cause", gap.cause().label())
        .put("readings", orNull(gap.readings()))
        .put("from", gap.from().toEpochMilli())
        .put("to", gap.to().toEpochMilli())
        .put("signals", new JsonArray(gap.signals().stream().map(SignalId::toString).toList()))
        .put(
            "batches",
            gap.batches()
                .map(
                    lost ->
                        new JsonObject()
                            .put("epoch", epoch(lost.epoch()))
                            .put("first", lost.first())
                            .put("last", lost.last()))
                .orElse(null))
        .put("detail", gap.detail())
        .put("arrived", loss.arrived());
  }

  private static JsonObject hour(Hour hour) {
    return new JsonObject()
        .put("from", hour.from().toEpochMilli())
        .put("epoch", epoch(hour.epoch()))
        .put("batches", range(hour.batches()))
        .put("readings", hour.readings());
  }

  private static JsonObject totals(Totals totals) {
    return new JsonObject()
        .put("batches", totals.batches())
        .put("readings", totals.readings())
        .put("missing", totals.missing())
        .put("declared", totals.declared())
        .put("beyond", totals.beyond())
        .put("lost", orNull(totals.lost()));
  }
}
