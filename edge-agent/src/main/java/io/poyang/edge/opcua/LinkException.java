package io.poyang.edge.opcua;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** A connection that could not be made or kept; says what about it and how to mend it. */
final class LinkException extends Exception {
  private final StatusCode status;

  LinkException(String message, StatusCode status) {
    super(message);
    this.status = status;
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
    this.status = Statuses.of(cause);
  }

  StatusCode status() {
    return status;
  }
}
