package io.poyang.plants.instrument;

import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All instruments of a plant. Not for several threads.
 *
 * @param <M> the process model
 */
public final class Instruments<M> {
  private record Fitted<M>(Instrument instrument, ToDoubleFunction<M> truth) {}

  private final List<Fitted<M>> fitted = new ArrayList<>();
  private final List<PlantSignal> signals = new ArrayList<>();

  public Instruments(SiteId site, List<Gauge<M>> table, long seed, Instant start) {
    for (Gauge<M> gauge : table) {
      PlantSignal signal = gauge.at(site);
      signals.add(signal);
      fitted.add(new Fitted<>(new Instrument(signal, gauge.cabinet(), seed, start), gauge.truth()));
    }
  }

  public List<PlantSignal> signals() {
    return List.copyOf(signals);
  }

  /** The readings of the instruments that are due. */
  public List<Reading> read(M model, Instant at) {
    List<Reading> readings = new ArrayList<>();
    for (Fitted<M> one : fitted) {
      if (one.instrument().isDue(at)) {
        readings.add(one.instrument().read(one.truth().applyAsDouble(model), at));
      }
    }
    return readings;
  }
}
