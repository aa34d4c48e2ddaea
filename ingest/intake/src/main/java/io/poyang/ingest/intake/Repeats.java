package io.poyang.ingest.intake;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Sequences;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts batches that had been committed before. They are stored again all the same: the store
 * upserts, and an edge that was restored from a copy may use a number twice for different readings.
 * Belongs to the scribe.
 */
final class Repeats {
  private static final int MOST_EPOCHS = 4096;

  private final Continuity continuity;
  private final Map<Life, Sequences> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Life(EdgeId edge, long epoch) {}

  Repeats(Continuity continuity) {
    this.continuity = continuity;
  }

  /** Whether the batch had been committed before; call before continuity learns of it. */
  boolean isRepeat(BatchId id) {
    Life life = new Life(id.edge(), id.epoch());
    Sequences sequences = known.get(life);
    if (sequences == null) {
      sequences = read(life);
      if (known.size() >= MOST_EPOCHS) {
        known.remove(known.keySet().iterator().next());
      }
      known.put(life, sequences);
    }
    return !sequences.add(id.sequence());
  }

  private Sequences read(Life life) {
    return continuity.epochs(life.edge()).stream()
        .filter(epoch -> epoch.epoch() == life.epoch())
        .findFirst()
        .map(Epoch::ranges)
        .map(Sequences::of)
        .orElseGet(Sequences::new);
  }
}
