package io.poyang.edge.mqtt;

import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceKind;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;

/** Sources under the key {@code mqtt}; they keep no files, the broker keeps their session. */
public final class MqttKind implements SourceKind {
  @Override
  public String key() {
    return "mqtt";
  }

  @Override
  public SourceConfig read(Section section, SiteId site, Path data) {
    return MqttConfig.read(section, site);
  }
}
