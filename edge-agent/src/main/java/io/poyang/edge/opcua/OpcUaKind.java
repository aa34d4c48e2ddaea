package io.poyang.edge.opcua;

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

/**
 * Sources named {@code opcua} in an agent's configuration. They share one certificate and one trust
 * list, in {@code pki} below the agent's data folder.
 */
public final class OpcUaKind implements SourceKind {
  @Override
  public String key() {
    return "opcua";
  }

  @Override
  public SourceConfig read(Section section, SiteId site, Path data) {
    return new Configured(OpcUaConfig.read(section, site), data.resolve("pki"));
  }

  private record Configured(OpcUaConfig config, Path pki) implements SourceConfig {
    @Override
    public String name() {
      return config.name();
    }

    @Override
    public List<SignalSetting> signals() {
      return config.signals().stream().map(OpcUaSignal::setting).toList();
    }

    @Override
    public Source open(InstantSource time, MeterRegistry meters) {
      return new OpcUaSource(config, pki, time, meters);
    }
  }
}
