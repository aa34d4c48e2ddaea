package io.poyang.chaos;

import org.jspecify.annotations.Nullable;

/** A run that came to no end, or could not begin; the message says why. */
final class ChaosException extends RuntimeException {
  ChaosException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  ChaosException(String message) {
    this(message, null);
  }
}
