package io.poyang.telemetry.wire;

import org.jspecify.annotations.Nullable;

/** A payload is not what its topic promises; the message says where it departs. */
public final class WireException extends RuntimeException {
  public WireException(String message) {
    this(message, null);
  }

  public WireException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
