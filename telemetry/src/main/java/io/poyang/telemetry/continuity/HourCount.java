package io.poyang.telemetry.continuity;

import io.poyang.telemetry.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * So many readings of one hour of source time.
 *
 * @param hour full hours since 1970-01-01T00:00Z
 */
public record HourCount(long hour, int readings) {
  private static final long MILLIS = Duration.ofHours(1).toMillis();

  /** Counts a batch by hour, ascending. */
  static List<HourCount> of(Batch batch) {
    if (batch.size() == 0) {
      return List.of();
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < batch.size(); i++) {
      first = Math.min(first, batch.atMillis(i));
      last = Math.max(last, batch.atMillis(i));
    }
    long hour = Math.floorDiv(first, MILLIS);
    if (hour == Math.floorDiv(last, MILLIS)) {
      return List.of(new HourCount(hour, batch.size()));
    }
    Map<Long, Integer> counts = new TreeMap<>();
    for (int i = 0; i < batch.size(); i++) {
      counts.merge(Math.floorDiv(batch.atMillis(i), MILLIS), 1, Integer::sum);
    }
    List<HourCount> hours = new ArrayList<>(counts.size());
    counts.forEach((at, readings) -> hours.add(new HourCount(at, readings)));
    return hours;
  }
}
