package io.poyang.platform;

/** A process cannot run; the message names the thing and the mend. */
final class PlatformException extends RuntimeException {
  PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
