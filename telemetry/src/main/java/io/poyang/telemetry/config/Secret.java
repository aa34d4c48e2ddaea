package io.poyang.telemetry.config;

/** A password or token, which never shows itself in a log, a message or a dump. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
