package io.poyang.edge.log;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Numbered readings for tests: the value says which one it is. */
public final class Readings {
  public static final EdgeId EDGE = new EdgeId("north-works-agent");
  public static final SiteId SITE = new SiteId("north-works");
  public static final SignalId SIGNAL = new SignalId(SITE, "effluent.cod");
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private Readings() {}

  public static Reading reading(int number) {
    return new Reading(SIGNAL, START.plusMillis(number), number, Quality.GOOD);
  }

  public static List<Reading> readings(int from, int count) {
    List<Reading> readings = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      readings.add(reading(i));
    }
    return readings;
  }

  /** The numbers of the readings in a payload. */
  public static List<Integer> numbers(byte[] payload) {
    Batch batch = new BatchCodec(1 << 24).decode(payload);
    return batch.readings().stream().map(reading -> (int) reading.value()).toList();
  }
}
