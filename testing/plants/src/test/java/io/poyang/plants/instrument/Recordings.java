package io.poyang.plants.instrument;

import io.poyang.plants.process.Moment;
import io.poyang.plants.process.ProcessModel;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** What the instruments of a plant said over some simulated days. */
public final class Recordings {
  /** A Wednesday, 00:00 in Jiangxi. */
  public static final Instant WEDNESDAY = Instant.parse("2026-06-16T16:00:00Z");

  private static final SiteId SITE = new SiteId("test");

  private final List<PlantSignal> signals;
  private final Map<String, List<Reading>> readings = new LinkedHashMap<>();

  private Recordings(List<PlantSignal> signals) {
    this.signals = signals;
    signals.forEach(signal -> readings.put(signal.point(), new ArrayList<>()));
  }

  public static <M extends ProcessModel> Recordings of(M model, List<Gauge<M>> table, int days) {
    Instruments<M> instruments = new Instruments<>(SITE, table, 5, model.now());
    Recordings recordings = new Recordings(instruments.signals());
    for (int second = 0; second < days * 86_400; second += 5) {
      model.advance(Duration.ofSeconds(5));
      instruments
          .read(model, model.now())
          .forEach(reading -> recordings.of(reading.signal().point()).add(reading));
    }
    return recordings;
  }

  public List<PlantSignal> signals() {
    return signals;
  }

  public List<Reading> of(String point) {
    List<Reading> found = readings.get(point);
    if (found == null) {
      throw new IllegalArgumentException("no point " + point);
    }
    return found;
  }

  public List<Reading> good(String point) {
    return of(point).stream().filter(reading -> reading.quality().isGood()).toList();
  }

  /** The mean of good values at hours of the local day that pass. */
  public double mean(String point, DoublePredicate hours) {
    return good(point).stream()
        .filter(reading -> hours.test(Moment.of(reading.at()).hour()))
        .mapToDouble(Reading::value)
        .average()
        .orElseThrow();
  }

  /** Points with a good value at or beyond an end of their instrument range, 0 aside. */
  public List<String> pinned() {
    List<String> pinned = new ArrayList<>();
    for (PlantSignal signal : signals) {
      Range range = signal.signal().range();
      if (range != null
          && good(signal.point()).stream()
              .anyMatch(
                  one ->
                      one.value() >= range.high()
                          || (one.value() <= range.low() && range.low() != 0))) {
        pinned.add(signal.point());
      }
    }
    return pinned;
  }

  /** Registers of which a value was lower than the one before. */
  public List<String> decreasing() {
    List<String> decreasing = new ArrayList<>();
    for (PlantSignal signal : signals) {
      if (signal.kind() == PlantSignal.Kind.REGISTER) {
        double last = Double.NEGATIVE_INFINITY;
        for (Reading reading : of(signal.point())) {
          if (reading.value() < last) {
            decreasing.add(signal.point());
            break;
          }
          last = reading.value();
        }
      }
    }
    return decreasing;
  }

  /** Points with a state that has no label. */
  public List<String> unlabelled() {
    return signals.stream()
        .filter(signal -> signal.kind() == PlantSignal.Kind.STATE)
        .filter(
            signal ->
                of(signal.point()).stream()
                    .anyMatch(
                        reading -> !signal.signal().states().containsKey((int) reading.value())))
        .map(PlantSignal::point)
        .toList();
  }
}
