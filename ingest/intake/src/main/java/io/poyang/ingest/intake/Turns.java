package io.poyang.ingest.intake;

import io.poyang.telemetry.EdgeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One lane's waiting deliveries, of which each edge gives some in its turn: who floods waits for
 * himself. Belongs to the scribe.
 */
final class Turns {
  /** What an edge may give before the next one has its turn. */
  private static final int CREDIT = 1024;

  /** What a message costs beside its readings, measured as so many of them. */
  private static final int MESSAGE = 8;

  private final Map<EdgeId, Line> lines = new HashMap<>();
  private final Deque<Line> turns = new ArrayDeque<>();
  private int size;

  /** What one edge has waiting; in the turns while that is something. */
  private static final class Line {
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int credit = CREDIT;
  }

  void add(Delivery delivery) {
    Line line = lines.computeIfAbsent(delivery.edge(), unused -> new Line());
    if (line.waiting.isEmpty()) {
      turns.addLast(line);
    }
    line.waiting.addLast(delivery);
    size++;
  }

  /** The next delivery in turn; null where none waits. */
  @Nullable Delivery poll() {
    while (true) {
      Line line = turns.peekFirst();
      if (line == null) {
        return null;
      }
      if (line.credit <= 0) {
        // What one large delivery took too much is paid back in the turns to come.
        line.credit += CREDIT;
        turns.addLast(turns.removeFirst());
        continue;
      }
      Delivery next = line.waiting.removeFirst();
      size--;
      line.credit -= next.cargo().readings() + MESSAGE;
      if (line.waiting.isEmpty()) {
        line.credit = CREDIT;
        turns.removeFirst();
      }
      return next;
    }
  }

  int size() {
    return size;
  }
}
