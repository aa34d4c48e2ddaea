package io.poyang.edge.forward;

import java.util.ArrayDeque;

/** Remembers how far the log was a while ago, to tell which batches are no longer live. */
final class Lateness {
  private static final int MARKS = 10;

  private record Mark(long sequence, long nanos) {}

  private final long lateNanos;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private long late;

  Lateness(long lateNanos) {
    this.lateNanos = lateNanos;
  }

  void restart(long lastSequence, long nanos) {
    marks.clear();
    late = 0;
    marks.add(new Mark(lastSequence, nanos));
  }

  /** The newest batch that was in the log so long ago; 0 where none is known. */
  long lateUpTo(long lastSequence, long nanos) {
    Mark newest = marks.peekLast();
    if (newest == null || nanos - newest.nanos() >= lateNanos / MARKS) {
      marks.add(new Mark(lastSequence, nanos));
    }
    for (Mark oldest = marks.peekFirst();
        oldest != null && nanos - oldest.nanos() >= lateNanos;
        oldest = marks.peekFirst()) {
      late = oldest.sequence();
      marks.removeFirst();
    }
    return late;
  }
}
