package io.poyang.edge.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceKind;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Sources named {@code mqtt} in an agent's configuration. */
public final class MqttKind implements SourceKind {
  @Override
  public String key() {
    return "mqtt";
  }

  @Override
  public SourceConfig read(Section section, SiteId site, Path data) {
    return new Configured(MqttConfig.read(section, site), data);
  }

  private record Configured(MqttConfig config, Path data) implements SourceConfig {
    @Override
    public String name() {
      return config.name();
    }

    @Override
    public List<SignalSetting> signals() {
      return config.signals();
    }

    @Override
    public Source open(InstantSource time, MeterRegistry meters) {
      return new MqttSource(config, data, time, meters);
    }
  }
}
