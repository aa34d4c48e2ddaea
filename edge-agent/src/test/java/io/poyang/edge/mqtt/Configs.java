package io.poyang.edge.mqtt;

import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Config;
import java.nio.file.Path;

/** Reads configurations that a test writes. */
final class Configs {
  private Configs() {}

  static MqttConfig parse(SiteId site, String yaml) {
    return Config.parse(
        Path.of("edge.yaml"),
        yaml,
        name -> name.equals("GATE_PASSWORD") ? "from-the-environment" : null,
        section -> MqttConfig.read(section, site));
  }
}
