package io.poyang.edge.source;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/** One configured source, not yet opened. */
public interface SourceConfig {
  /** Unique within the agent. */
  String name();

  /** The signals it is told to read; it may discover more. */
  List<SignalSetting> signals();

  /**
   * Makes the source; it connects when it is started.
   *
   * @param meters where it counts what it could not read, tagged with its name
   */
  Source open(InstantSource time, MeterRegistry meters);
}
