package io.poyang.edge.opcua;

import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals of one source: those configured, and those found later. */
final class Watches {
  private static final Logger log = LoggerFactory.getLogger(Watches.class);

  private final String source;
  private final Map<SignalId, Watch> watches = new LinkedHashMap<>();
  private final Map<SignalId, Instant> places = new HashMap<>();

  Watches(String source) {
    this.source = source;
  }

  Collection<Watch> all() {
    return watches.values();
  }

  @Nullable Watch of(SignalId signal) {
    return watches.get(signal);
  }

  /** Adds what is not there yet, and says what that was. */
  List<SignalSetting> add(List<OpcUaSignal> signals) {
    List<SignalSetting> fresh = new ArrayList<>();
    for (OpcUaSignal signal : signals) {
      Watch watch = new Watch(signal);
      if (watches.putIfAbsent(watch.signal().id(), watch) == null) {
        resume(watch);
        fresh.add(signal.setting());
      }
    }
    return fresh;
  }

  /** Takes up where an earlier run left off; a signal found later, when it is found. */
  void resume(Map<SignalId, Instant> from) {
    places.putAll(from);
    watches.values().forEach(this::resume);
  }

  private void resume(Watch watch) {
    Instant place = places.remove(watch.signal().id());
    if (place != null) {
      watch.resume(place);
    }
  }

  List<Watch> absent() {
    return watches.values().stream().filter(watch -> watch.item == null).toList();
  }

  /** Those that said nothing for too long; asking them starts their silence anew. */
  List<Watch> silent(int most) {
    long nanos = System.nanoTime();
    List<Watch> silent =
        watches.values().stream()
            .filter(watch -> watch.item != null && watch.isSilent(nanos))
            .limit(most)
            .toList();
    silent.forEach(Watch::touch);
    return silent;
  }

  void lose(Gap.Cause cause) {
    watches.values().forEach(watch -> watch.lose(cause));
  }

  void detach() {
    watches.values().forEach(Watch::detach);
  }

  /** Says once which nodes are not there, and once that they are there again. */
  void sayAbsent() {
    for (Watch watch : watches.values()) {
      boolean absent = watch.item == null;
      if (absent && !watch.saidAbsent) {
        log.warn(
            "{}: signal {}: the server has no node {}; it is asked for again now and then",
            source,
            watch.signal().id(),
            watch.address().node());
      } else if (!absent && watch.saidAbsent) {
        log.info("{}: signal {}: its node is there again", source, watch.signal().id());
      }
      watch.saidAbsent = absent;
    }
  }
}
