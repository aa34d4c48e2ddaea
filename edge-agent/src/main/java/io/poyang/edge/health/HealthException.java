package io.poyang.edge.health;

/** The agent cannot answer on the address it was given. */
public final class HealthException extends RuntimeException {
  HealthException(HealthConfig config, Throwable cause) {
    super(
        "health address %s:%d cannot be used (%s): free the port, or set health.port to another one"
            .formatted(config.host(), config.port(), cause.getMessage()),
        cause);
  }
}
