package io.poyang.telemetry.wire;

import org.jspecify.annotations.Nullable;

/**
 * A payload is not what its topic promises; the message says where it departs. One line of bounded
 * length, for it quotes what a stranger sent and is kept with it in quarantine.
 */
public final class WireException extends RuntimeException {
  static final int LONGEST = 500;

  public WireException(String message) {
    this(message, null);
  }

  public WireException(String message, @Nullable Throwable cause) {
    super(line(message), cause);
  }

  private static String line(String message) {
    String start =
        message.length() <= LONGEST ? message : message.substring(0, LONGEST - 3) + "...";
    return start.replaceAll("\\p{Cntrl}", " ");
  }
}
