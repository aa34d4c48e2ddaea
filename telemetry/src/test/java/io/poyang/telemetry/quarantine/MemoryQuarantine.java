package io.poyang.telemetry.quarantine;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A quarantine without a disk, for tests of what stands before or behind one. */
public final class MemoryQuarantine implements Quarantine {
  private final Map<String, Long> numberOf = new HashMap<>();
  private final TreeMap<Long, Kept> kept = new TreeMap<>();
  private long lastNumber;

  @Override
  public synchronized void put(Collection<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      long number = numberOf.computeIfAbsent(refusal.key(), unused -> ++lastNumber);
      kept.put(number, new Kept(number, refusal, Optional.empty()));
    }
  }

  @Override
  public synchronized long count() {
    return kept.values().stream().filter(Filter.OPEN::matches).count();
  }

  @Override
  public synchronized Map<Reason, Long> countByReason() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    kept.values().stream()
        .filter(Filter.OPEN::matches)
        .forEach(one -> counts.merge(one.refusal().reason(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized List<Kept> list(Filter filter, long before, int limit) {
    return kept.headMap(before, false).descendingMap().values().stream()
        .filter(filter::matches)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<Kept> find(long number) {
    return Optional.ofNullable(kept.get(number));
  }

  @Override
  public synchronized void settle(Collection<Long> numbers, Settlement settlement) {
    for (long number : numbers) {
      kept.computeIfPresent(
          number,
          (same, one) ->
              one.settlement().isPresent()
                  ? one
                  : new Kept(same, one.refusal(), Optional.of(settlement)));
    }
  }
}
