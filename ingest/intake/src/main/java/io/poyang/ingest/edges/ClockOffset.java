package io.poyang.ingest.edges;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** An edge's clock against ours: the median of the last few, since a late message is no offset. */
final class ClockOffset {
  private static final int FEW = 5;

  private final Deque<Duration> last = new ArrayDeque<>(FEW);

  synchronized Duration measured(Duration offset) {
    if (last.size() == FEW) {
      last.removeFirst();
    }
    last.addLast(offset);
    return last.stream().sorted().skip(last.size() / 2).findFirst().orElse(offset);
  }
}
