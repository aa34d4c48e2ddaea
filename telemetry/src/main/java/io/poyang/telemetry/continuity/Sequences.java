package io.poyang.telemetry.continuity;

import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * A growing set of sequences, kept as ranges that do not touch one another, so that an edge without
 * holes costs one entry however long it runs. Not thread-safe.
 */
public final class Sequences {
  private final TreeMap<Long, Long> lastOfFirst = new TreeMap<>();

  public static Sequences of(List<SequenceRange> ranges) {
    Sequences sequences = new Sequences();
    ranges.forEach(range -> sequences.lastOfFirst.put(range.first(), range.last()));
    return sequences;
  }

  /** Adds a sequence; false when it was known. */
  public boolean add(long sequence) {
    return add(sequence, first -> {});
  }

  /**
   * Adds a sequence; false when it was known.
   *
   * @param touched is told the first sequence of every range that came, grew or went
   */
  public boolean add(long sequence, LongConsumer touched) {
    Map.Entry<Long, Long> below = lastOfFirst.floorEntry(sequence);
    if (below != null && below.getValue() >= sequence) {
      return false;
    }
    long last = sequence;
    Long above = lastOfFirst.remove(sequence + 1);
    if (above != null) {
      last = above;
      touched.accept(sequence + 1);
    }
    long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
    lastOfFirst.put(first, last);
    touched.accept(first);
    return true;
  }

  public boolean contains(long sequence) {
    Map.Entry<Long, Long> below = lastOfFirst.floorEntry(sequence);
    return below != null && below.getValue() >= sequence;
  }

  /** The highest sequence of all, or 0 where there is none. */
  public long highest() {
    Map.Entry<Long, Long> last = lastOfFirst.lastEntry();
    return last == null ? 0 : last.getValue();
  }

  /** The last sequence of the range that starts with {@code first}, or 0 where none does. */
  public long lastOf(long first) {
    return lastOfFirst.getOrDefault(first, 0L);
  }

  /** The number of ranges. */
  public int size() {
    return lastOfFirst.size();
  }

  /**
   * Forgets the lowest ranges, so that at most so many are left.
   *
   * @param most at least one
   * @return the first sequence that is left
   */
  public long keepHighest(int most) {
    while (lastOfFirst.size() > most) {
      lastOfFirst.pollFirstEntry();
    }
    return lastOfFirst.firstKey();
  }

  /** Ascending. */
  public List<SequenceRange> ranges() {
    List<SequenceRange> ranges = new ArrayList<>(lastOfFirst.size());
    lastOfFirst.forEach((first, last) -> ranges.add(new SequenceRange(first, last)));
    return ranges;
  }
}
