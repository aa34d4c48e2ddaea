package io.poyang.ingest.door;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that unacknowledged messages may take: there is one for each edge and one for all
 * together. Charged when a message comes in, given back when it is settled, whether or not its
 * connection still lives, so that an edge which connects again and again gains nothing. Any thread
 * may call.
 */
final class Allowance {
  private final long most;
  private final AtomicLong used = new AtomicLong();
  private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();

  Allowance(long most) {
    this.most = most;
  }

  void charge(int weight) {
    used.addAndGet(weight);
  }

  boolean isSpent() {
    return used.get() > most;
  }

  long used() {
    return used.get();
  }

  /** Asks to be told when there is room again; told at once where there already is. */
  void await(Connection connection) {
    waiting.add(connection);
    wake();
  }

  void release(long weight) {
    used.addAndGet(-weight);
    wake();
  }

  void forget(Connection connection) {
    waiting.remove(connection);
  }

  private void wake() {
    if (isSpent() || waiting.isEmpty()) {
      return;
    }
    for (Connection connection : waiting) {
      if (waiting.remove(connection)) {
        connection.reconsider();
      }
    }
  }
}
