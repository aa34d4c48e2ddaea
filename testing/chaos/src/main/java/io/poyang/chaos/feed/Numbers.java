package io.poyang.chaos.feed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which readings of a sequence are safe, by number. Any thread may ask and add. */
public final class Numbers {
  private final BitSet set = new BitSet();

  public synchronized void add(Span span) {
    set.set(Math.toIntExact(span.from()), Math.toIntExact(span.to()));
  }

  public synchronized boolean contains(long number) {
    return set.get(Math.toIntExact(number));
  }

  public synchronized long size() {
    return set.cardinality();
  }

  /** The number after the highest one; 0 where there is none. */
  public synchronized long end() {
    return set.length();
  }

  /** What is missing below the end. */
  public synchronized List<Span> holes() {
    List<Span> holes = new ArrayList<>();
    for (int from = set.nextClearBit(0); from < set.length(); ) {
      int to = set.nextSetBit(from);
      holes.add(new Span(from, to));
      from = set.nextClearBit(to);
    }
    return holes;
  }
}
