package io.poyang.edge.deadband;

import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands on a reading when its value left the signal's deadband around the last one handed on, when
 * its quality changed, or when nearly half the signal's longest silence has passed, so that a
 * reader can tell "unchanged" from "dead".
 *
 * <p>It only holds back, it never repeats: a source that reports changes alone has to read a quiet
 * signal by itself, because only the source can know that the value still holds.
 */
public final class Deadband implements Sink {
  // Two fifths, not half: a source that reads a quiet signal at every half of its longest silence
  // would else have each second reading held back for being a few milliseconds early.
  private record Limit(double deadband, long quietMillis) {}

  private final Sink sink;
  private final Map<SignalId, Limit> limits = new ConcurrentHashMap<>();
  private final Map<SignalId, Reading> lastOf = new ConcurrentHashMap<>();

  public Deadband(Collection<SignalSetting> settings, Sink sink) {
    this.sink = sink;
    limit(settings);
  }

  private void limit(Collection<SignalSetting> settings) {
    for (SignalSetting setting : settings) {
      if (setting.deadband() > 0) {
        long silence = setting.signal().maxSilence().toMillis();
        limits.put(setting.signal().id(), new Limit(setting.deadband(), silence * 2 / 5));
      }
    }
  }

  @Override
  public CompletionStage<Void> accept(List<Reading> readings) {
    if (limits.isEmpty()) {
      return sink.accept(readings);
    }
    List<Reading> kept = new ArrayList<>(readings.size());
    for (Reading reading : readings) {
      if (passes(reading)) {
        kept.add(reading);
      }
    }
    if (kept.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    CompletionStage<Void> safe = sink.accept(kept);
    safe.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            // What was not taken does not count as handed on: the next reading must pass.
            kept.forEach(reading -> lastOf.remove(reading.signal()));
          }
        });
    return safe;
  }

  private boolean passes(Reading reading) {
    Limit limit = limits.get(reading.signal());
    if (limit == null) {
      return true;
    }
    Reading last = lastOf.get(reading.signal());
    if (last != null && !last.at().isBefore(reading.at())) {
      // History read back after an outage: it has its own neighbours, not the last live value.
      return true;
    }
    if (!matters(limit, last, reading)) {
      return false;
    }
    lastOf.put(reading.signal(), reading);
    return true;
  }

  private static boolean matters(Limit limit, @Nullable Reading last, Reading reading) {
    // Written so that NaN on either side matters.
    return last == null
        || !last.quality().equals(reading.quality())
        || !(Math.abs(reading.value() - last.value()) < limit.deadband())
        || reading.at().toEpochMilli() - last.at().toEpochMilli() >= limit.quietMillis();
  }

  @Override
  public CompletionStage<Void> lost(Gap gap) {
    return sink.lost(gap);
  }

  @Override
  public void discovered(List<SignalSetting> signals) {
    limit(signals);
    sink.discovered(signals);
  }
}
