package io.poyang.edge.forward;

import io.poyang.edge.uplink.Lane;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Batches that ingest will not have for a reason of their own. They wait outside the window, so
 * that they hold up no other; a few at a time are tried again, and when one of those is taken the
 * reason is gone and all may go.
 */
final class Resting {
  /** A lane that has so many of them waits for them: what is refused must not fill the memory. */
  private static final int MOST_OF_A_LANE = 10_000;

  private final Map<Long, Lane> batches = new LinkedHashMap<>();
  private final Set<Long> tried = new HashSet<>();
  private int live;

  void add(long sequence, Lane lane) {
    tried.remove(sequence);
    if (batches.put(sequence, lane) == null && lane == Lane.LIVE) {
      live++;
    }
  }

  boolean holds(long sequence) {
    return batches.containsKey(sequence);
  }

  boolean isFull(Lane lane) {
    return (lane == Lane.LIVE ? live : batches.size() - live) >= MOST_OF_A_LANE;
  }

  int size() {
    return batches.size();
  }

  /** Those that rested longest; they rest no more. */
  List<Long> wake(int most) {
    List<Long> woken = batches.keySet().stream().limit(most).toList();
    for (Long sequence : woken) {
      live -= batches.remove(sequence) == Lane.LIVE ? 1 : 0;
    }
    tried.addAll(woken);
    return woken;
  }

  /** Whether this batch, which ingest has taken, was one that had rested. */
  boolean taken(long sequence) {
    return tried.remove(sequence);
  }

  void clear() {
    batches.clear();
    tried.clear();
    live = 0;
  }
}
