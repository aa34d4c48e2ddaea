package io.poyang.platform;

import io.poyang.edge.mqtt.MqttKind;
import io.poyang.edge.opcua.OpcUaKind;
import io.poyang.edge.source.SourceKind;
import java.util.List;

/** The kinds of source that agents of this build can read. */
public final class Sources {
  public static final List<SourceKind> KINDS = List.of(new OpcUaKind(), new MqttKind());

  private Sources() {}
}
