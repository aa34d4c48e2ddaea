package io.poyang.edge.source;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a source puts what it read. Any thread may call; no call blocks. */
public interface Sink {
  /**
   * Takes readings, in order per signal.
   *
   * @return completes once the readings are safe on disk; completes exceptionally when they were
   *     not taken (the log is full or gone), in which case the source must not acknowledge them
   */
  CompletionStage<Void> accept(List<Reading> readings);

  /**
   * Tells of readings that will never come: known loss, on its way to ingest like a reading.
   *
   * @return as {@link #accept}; what was not taken must be told again later
   */
  CompletionStage<Void> lost(Gap gap);

  /**
   * Announces signals that the source found by itself, or whose description it learned; comes
   * before their first reading.
   */
  void discovered(List<SignalSetting> signals);
}
