package io.poyang.edge;

/**
 * An agent cannot start; the message names the thing and the mend, for the person who started it.
 */
public class AgentException extends RuntimeException {
  AgentException(String message, Throwable cause) {
    super(message, cause);
  }
}
