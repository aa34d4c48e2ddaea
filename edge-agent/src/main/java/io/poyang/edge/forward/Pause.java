package io.poyang.edge.forward;

/** The forwarder's rest after a failure, longer with each further one. */
final class Pause {
  private final long firstNanos;
  private final long longestNanos;
  private long length;
  private long until = System.nanoTime();

  Pause(Pace pace) {
    firstNanos = pace.firstPause().toNanos();
    longestNanos = pace.longestPause().toNanos();
  }

  boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  boolean isFirst() {
    return length == 0;
  }

  void begin() {
    length = Math.clamp(length * 2, firstNanos, longestNanos);
    until = System.nanoTime() + length;
  }

  /** A new connection has done nothing yet that it should wait for. */
  void end() {
    length = 0;
    until = System.nanoTime();
  }

  /** An acknowledgement says that ingest takes batches; what is paused still waits its time. */
  void ease() {
    if (isOver()) {
      length = 0;
    }
  }

  /** What is left of it, at most so much. */
  long leftNanos(long most) {
    long left = until - System.nanoTime();
    return left > 0 ? Math.min(left, most) : most;
  }
}
