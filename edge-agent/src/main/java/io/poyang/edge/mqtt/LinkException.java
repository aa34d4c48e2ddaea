package io.poyang.edge.mqtt;

/** A connection that did not come about; the message says why, and what to do. */
final class LinkException extends Exception {
  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
