package io.poyang.edge;

/** The agent cannot start because its disk is full or read-only; later it may. */
public final class UnwritableDataException extends AgentException {
  UnwritableDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
