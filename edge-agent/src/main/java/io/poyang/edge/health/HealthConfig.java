package io.poyang.edge.health;

import io.poyang.telemetry.config.Section;

/**
 * Where the agent answers.
 *
 * @param port 0 takes any free one
 */
public record HealthConfig(String host, int port) {
  public static HealthConfig read(Section section) {
    return new HealthConfig(
        section.text("host", "127.0.0.1"), section.number("port", 9464, 0, 65_535));
  }
}
