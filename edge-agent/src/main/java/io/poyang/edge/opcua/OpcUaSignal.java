package io.poyang.edge.opcua;

import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;

/** A signal of the configuration, or one found by browsing, and where the server keeps it. */
public record OpcUaSignal(SignalSetting setting, NodeAddress node) {
  static OpcUaSignal read(Section section, SiteId site) {
    return new OpcUaSignal(
        SignalSetting.read(section, site),
        section.parsed("node", NodeAddress::parse, NodeAddress.parse("i=0")));
  }
}
