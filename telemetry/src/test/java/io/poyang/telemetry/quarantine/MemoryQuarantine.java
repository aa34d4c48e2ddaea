package io.poyang.telemetry.quarantine;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A quarantine without a disk, for tests of what stands before or behind one. */
public final class MemoryQuarantine implements Quarantine {
  private final Map<String, Long> numberOf = new HashMap<>();
  private final TreeMap<Long, Refusal> kept = new TreeMap<>();
  private long lastNumber;

  @Override
  public synchronized void put(Collection<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      kept.put(numberOf.computeIfAbsent(refusal.key(), unused -> ++lastNumber), refusal);
    }
  }

  @Override
  public synchronized long count() {
    return kept.size();
  }

  @Override
  public synchronized Map<Reason, Long> countByReason() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    kept.values().forEach(refusal -> counts.merge(refusal.reason(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized List<Kept> list(long before, int limit) {
    return kept.headMap(before, false).descendingMap().entrySet().stream()
        .limit(limit)
        .map(entry -> new Kept(entry.getKey(), entry.getValue()))
        .toList();
  }
}
