package io.poyang.edge.log;

/** There is no room for readings: in the log's bounds, or in the queue in front of it. */
public final class LogFullException extends LogException {
  LogFullException(String message) {
    super(message);
  }

  static LogFullException ofQueue(int waiting, int most) {
    return new LogFullException(
        "log queue: "
            + waiting
            + " readings wait but at most "
            + most
            + " may; the disk is slower than the sources: widen deadbands or slow the sampling");
  }
}
