package io.poyang.telemetry.continuity;

import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Some sequences.
 *
 * @param list ascending, apart from one another
 */
record Ranges(List<SequenceRange> list) {
  static final Ranges NONE = new Ranges(List.of());

  Ranges {
    list = List.copyOf(list);
  }

  /** All of {@code first} to {@code last}, none where that is empty. */
  static Ranges of(long first, long last) {
    return first > last ? NONE : new Ranges(List.of(new SequenceRange(first, last)));
  }

  static Ranges union(Collection<SequenceRange> any) {
    List<SequenceRange> union = new ArrayList<>();
    for (SequenceRange next :
        any.stream().sorted(Comparator.comparingLong(SequenceRange::first)).toList()) {
      if (union.isEmpty() || union.getLast().last() < next.first() - 1) {
        union.add(next);
      } else if (union.getLast().last() < next.last()) {
        union.set(union.size() - 1, new SequenceRange(union.getLast().first(), next.last()));
      }
    }
    return new Ranges(union);
  }

  Ranges minus(Ranges others) {
    List<SequenceRange> rest = new ArrayList<>();
    int at = 0;
    for (SequenceRange range : list) {
      long next = range.first();
      while (at < others.list.size() && others.list.get(at).last() < next) {
        at++;
      }
      boolean isUsedUp = false;
      for (int i = at; i < others.list.size() && !isUsedUp; i++) {
        SequenceRange other = others.list.get(i);
        if (other.first() > range.last()) {
          break;
        }
        if (other.first() > next) {
          rest.add(new SequenceRange(next, other.first() - 1));
        }
        isUsedUp = other.last() >= range.last();
        next = isUsedUp ? next : other.last() + 1;
      }
      if (!isUsedUp) {
        rest.add(new SequenceRange(next, range.last()));
      }
    }
    return new Ranges(rest);
  }

  Ranges within(long first, long last) {
    if (first > last) {
      return NONE;
    }
    List<SequenceRange> within = new ArrayList<>();
    for (SequenceRange range : list) {
      long from = Math.max(first, range.first());
      long to = Math.min(last, range.last());
      if (from <= to) {
        within.add(new SequenceRange(from, to));
      }
    }
    return new Ranges(within);
  }

  /** The highest of them; 0 where there is none. */
  long last() {
    return list.isEmpty() ? 0 : list.getLast().last();
  }

  long count() {
    return list.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
  }
}
