package io.poyang.ingest.door;

/** The door cannot open; the message names the address, the reason and the mend. */
public final class DoorException extends RuntimeException {
  DoorException(String message, Throwable cause) {
    super(message, cause);
  }
}
