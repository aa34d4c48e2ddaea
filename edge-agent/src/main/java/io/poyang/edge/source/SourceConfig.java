package io.poyang.edge.source;

import java.time.InstantSource;
import java.util.List;

/** One configured source, not yet opened. */
public interface SourceConfig {
  /** Unique within the agent. */
  String name();

  /** The signals it is told to read; it may discover more. */
  List<SignalSetting> signals();

  /** Makes the source; it connects when it is started. */
  Source open(InstantSource time);
}
