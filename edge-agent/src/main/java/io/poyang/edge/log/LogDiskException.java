package io.poyang.edge.log;

/** The log's disk is full or read-only for now; opening the log may succeed later. */
public final class LogDiskException extends LogException {
  LogDiskException(String message, Throwable cause) {
    super(message, cause);
  }
}
