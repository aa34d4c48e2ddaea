package io.poyang.edge.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequence numbers, held as ranges because acknowledgements come nearly in order. */
final class Sequences {
  /** Both ends included. */
  record Range(long from, long to) {}

  private final TreeMap<Long, Long> toOf = new TreeMap<>();

  boolean isEmpty() {
    return toOf.isEmpty();
  }

  boolean contains(long sequence) {
    Map.Entry<Long, Long> range = toOf.floorEntry(sequence);
    return range != null && range.getValue() >= sequence;
  }

  void add(long sequence) {
    if (contains(sequence)) {
      return;
    }
    long from = sequence;
    long to = sequence;
    Map.Entry<Long, Long> before = toOf.floorEntry(sequence);
    if (before != null && before.getValue() == sequence - 1) {
      from = before.getKey();
    }
    Long after = toOf.remove(sequence + 1);
    if (after != null) {
      to = after;
    }
    toOf.put(from, to);
  }

  void remove(Range range) {
    Map.Entry<Long, Long> hit = toOf.floorEntry(range.to());
    while (hit != null && hit.getValue() >= range.from()) {
      toOf.remove(hit.getKey());
      if (hit.getKey() < range.from()) {
        toOf.put(hit.getKey(), range.from() - 1);
      }
      if (hit.getValue() > range.to()) {
        toOf.put(range.to() + 1, hit.getValue());
      }
      hit = toOf.lowerEntry(range.from());
    }
  }

  /** Everything in the set, which is empty afterwards. */
  List<Range> drain() {
    List<Range> ranges = new ArrayList<>(toOf.size());
    toOf.forEach((from, to) -> ranges.add(new Range(from, to)));
    toOf.clear();
    return ranges;
  }
}
