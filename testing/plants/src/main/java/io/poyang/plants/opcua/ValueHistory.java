package io.poyang.plants.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/** The last hour of one variable, by source time. Any thread may call. */
final class ValueHistory {
  private static final Duration KEPT = Duration.ofHours(1);

  private final NavigableMap<Instant, DataValue> values = new TreeMap<>();

  /** Keeps a value; those more than an hour older than {@code now} go. */
  synchronized void add(DataValue value, Instant now) {
    DateTime source = value.sourceTime();
    if (source != null) {
      values.put(source.getJavaInstant(), value);
    }
    values.headMap(now.minus(KEPT), false).clear();
  }

  /**
   * Raw values from {@code from} (included) to {@code to} (excluded), newest first where {@code
   * from} is the later one, as HistoryRead asks (OPC 10000-11, 6.4.3).
   */
  synchronized List<DataValue> between(Instant from, Instant to) {
    if (from.equals(to)) {
      DataValue value = values.get(from);
      return value == null ? List.of() : List.of(value);
    }
    return from.isBefore(to)
        ? new ArrayList<>(values.subMap(from, true, to, false).values())
        : new ArrayList<>(values.subMap(to, false, from, true).descendingMap().values());
  }
}
