package io.poyang.console;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A small sewage plant for tests: two measurements and a state. */
public final class Plant {
  public static final EdgeId EDGE = new EdgeId("north-edge");
  public static final SiteId SITE = new SiteId("north-works");
  public static final SignalId COD = new SignalId(SITE, "effluent.cod");
  public static final SignalId PH = new SignalId(SITE, "effluent.ph");
  public static final SignalId PUMP = new SignalId(SITE, "lift-pump.state");

  /** Seen in readings, never announced. */
  public static final SignalId STRAY = new SignalId(SITE, "stray");

  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Plant() {}

  public static Announcement announcement() {
    return new Announcement(
        EDGE,
        new Site(SITE, SiteKind.SEWAGE_PLANT, new Name("城北污水处理厂", "North works")),
        List.of(
            signal(COD, "mg/L", new Range(0, 500), "w01018", Map.of()),
            signal(PH, "[pH]", new Range(0, 14), "w01001", Map.of()),
            signal(
                PUMP, "1", null, null, Map.of(0, new Name("停止", "off"), 1, new Name("运行", "on")))));
  }

  private static Signal signal(
      SignalId id,
      String unit,
      @org.jspecify.annotations.Nullable Range range,
      @org.jspecify.annotations.Nullable String hj212,
      Map<Integer, Name> states) {
    return new Signal(
        id,
        "outlet",
        new Name("出水", id.point()),
        unit,
        id.point(),
        range,
        hj212,
        Duration.ofSeconds(10),
        new TreeMap<>(states));
  }

  public static Reading reading(SignalId signal, Instant at, double value) {
    return new Reading(signal, at, value, Quality.GOOD);
  }

  public static Batch batch(Reading... readings) {
    return Batch.of(new BatchId(EDGE, 1, SEQUENCE.incrementAndGet()), List.of(readings));
  }
}
