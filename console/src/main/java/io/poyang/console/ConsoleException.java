package io.poyang.console;

import org.jspecify.annotations.Nullable;

/** The console cannot serve; the message names the setting and the mend. */
public final class ConsoleException extends RuntimeException {
  public ConsoleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
