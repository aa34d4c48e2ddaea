package io.poyang.edge.log;

import org.jspecify.annotations.Nullable;

/** The log cannot do what was asked; the message names the file, the reason and the mend. */
public class LogException extends RuntimeException {
  public LogException(String message) {
    this(message, null);
  }

  public LogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
