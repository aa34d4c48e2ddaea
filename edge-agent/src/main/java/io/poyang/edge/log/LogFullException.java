package io.poyang.edge.log;

/** The queue in front of the log is full: readings arrive faster than the disk takes them. */
public final class LogFullException extends LogException {
  LogFullException(int waiting, int most) {
    super(
        "log queue: "
            + waiting
            + " readings wait but at most "
            + most
            + " may; the disk is slower than the sources: widen deadbands or slow the sampling");
  }
}
