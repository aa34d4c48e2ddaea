package io.poyang.plants;

import io.poyang.plants.folder.PlantFolder;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the outside sees of a plant: the newest readings on all outlets, except where a point is
 * held at a value of somebody's choice. Any thread may call.
 */
final class Stage {
  private final Site site;
  private final PlantFolder folder;
  private final List<PlantSignal> signals;
  private final Map<String, PlantSignal> byPoint = new HashMap<>();
  private final List<Outlet> outlets;
  private final Map<String, Reading> held = new HashMap<>();

  Stage(Site site, PlantFolder folder, List<PlantSignal> signals, List<Outlet> outlets) {
    this.site = site;
    this.folder = folder;
    this.signals = List.copyOf(signals);
    this.outlets = List.copyOf(outlets);
    signals.forEach(signal -> byPoint.put(signal.point(), signal));
  }

  Site site() {
    return site;
  }

  List<PlantSignal> signals() {
    return signals;
  }

  List<Outlet> outlets() {
    return outlets;
  }

  SignalId signal(String point) {
    PlantSignal signal = byPoint.get(point);
    if (signal == null) {
      throw new IllegalArgumentException("plant " + site.id() + " has no point '" + point + "'");
    }
    return signal.signal().id();
  }

  synchronized void start() {
    folder.claim();
    outlets.forEach(Outlet::start);
    // What was held before the servers listened is shown now.
    outlets.forEach(outlet -> outlet.show(List.copyOf(held.values())));
  }

  synchronized void stop() {
    outlets.forEach(Outlet::stop);
  }

  synchronized void close() {
    try (folder) {
      outlets.forEach(Outlet::close);
    }
  }

  synchronized void show(List<Reading> readings) {
    List<Reading> free =
        held.isEmpty()
            ? readings
            : readings.stream()
                .filter(reading -> !held.containsKey(reading.signal().point()))
                .toList();
    outlets.forEach(outlet -> outlet.show(free));
  }

  synchronized void hold(Reading reading) {
    held.put(reading.signal().point(), reading);
    outlets.forEach(outlet -> outlet.show(List.of(reading)));
  }

  synchronized void release(String point) {
    held.remove(point);
  }
}
