package io.poyang.telemetry.store;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** A shelf without a disk, for tests of what stands before or behind a shelf. */
public final class MemoryReadingStore implements ReadingStore {
  private final Map<SignalId, NavigableMap<Long, Reading>> readings = new ConcurrentHashMap<>();

  @Override
  public void append(List<Batch> batches) {
    for (Batch batch : batches) {
      for (Reading reading : batch.readings()) {
        readings
            .computeIfAbsent(reading.signal(), unused -> new ConcurrentSkipListMap<>())
            .put(reading.at().toEpochMilli(), reading);
      }
    }
  }

  @Override
  public void awaitVisible() {}

  private NavigableMap<Long, Reading> within(SignalId signal, Period period) {
    NavigableMap<Long, Reading> all = readings.getOrDefault(signal, new ConcurrentSkipListMap<>());
    return all.subMap(firstMilli(period.from()), true, firstMilli(period.to()), false);
  }

  /** The first whole millisecond at or after an instant: a bound within one leaves it out. */
  private static long firstMilli(Instant bound) {
    long milli = bound.toEpochMilli();
    return Instant.ofEpochMilli(milli).isBefore(bound) ? milli + 1 : milli;
  }

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    for (Reading reading : within(signal, period).values()) {
      if (!visitor.test(reading)) {
        return;
      }
    }
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    Map<SignalId, Reading> latest = new HashMap<>();
    for (SignalId signal : signals) {
      Map.Entry<Long, Reading> last = within(signal, period).lastEntry();
      if (last != null) {
        latest.put(signal, last.getValue());
      }
    }
    return latest;
  }

  @Override
  public long count(SignalId signal, Period period) {
    return within(signal, period).size();
  }

  @Override
  public long count(Period period) {
    return readings.keySet().stream().mapToLong(signal -> count(signal, period)).sum();
  }

  @Override
  public void close() {}
}
