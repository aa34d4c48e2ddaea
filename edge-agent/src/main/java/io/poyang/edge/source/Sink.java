package io.poyang.edge.source;

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
   * Announces signals that the source found by itself, or whose description it learned; comes
   * before their first reading.
   */
  void discovered(List<SignalSetting> signals);
}
