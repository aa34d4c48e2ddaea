package io.poyang.platform;

import org.jspecify.annotations.Nullable;

/** A process cannot run; the message names the thing and the mend. */
final class PlatformException extends RuntimeException {
  PlatformException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
