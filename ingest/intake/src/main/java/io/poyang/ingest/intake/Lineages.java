package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.quarantine.Quarantine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The {@link Lineage} of each edge, as continuity knows it, plus the batches of the group at hand.
 * Bounded: an edge that has not been heard of for long is read again. Belongs to the scribe.
 */
final class Lineages {
  /** About 100 bytes each. */
  private static final int MOST_EPOCHS = 1 << 17;

  private final Continuity continuity;
  private final Quarantine quarantine;
  private final int most;
  private final Map<EdgeId, Lineage> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Fresh ones, whose checksums continuity will know only after the commit. */
  private final List<Batch.Header> underWay = new ArrayList<>();

  /** Checksums of the first so many under way: only a repeat asks for them, and few are. */
  private final Map<BatchId, Integer> checksums = new HashMap<>();

  Lineages(Continuity continuity, Quarantine quarantine) {
    this(continuity, quarantine, MOST_EPOCHS);
  }

  Lineages(Continuity continuity, Quarantine quarantine, int most) {
    this.continuity = continuity;
    this.quarantine = quarantine;
    this.most = most;
  }

  /** Judges a numbered batch, once: a fresh one is a repeat when it is judged again. */
  Judgement judge(Batch.Header header) {
    EdgeId edge = header.id().edge();
    Lineage lineage = known.get(edge);
    if (lineage == null) {
      lineage = new Lineage(edge, continuity.epochs(edge), Refusals.copies(quarantine, edge));
      known.put(edge, lineage);
    }
    Judgement judgement = lineage.judge(header, this::checksum);
    if (judgement instanceof Judgement.Fresh) {
      underWay.add(header);
    }
    return judgement;
  }

  private OptionalInt checksum(BatchId batch) {
    for (int i = checksums.size(); i < underWay.size(); i++) {
      checksums.put(underWay.get(i).id(), underWay.get(i).checksum());
    }
    Integer here = checksums.get(batch);
    return here == null ? continuity.checksum(batch) : OptionalInt.of(here);
  }

  /** Everything that was judged fresh has been committed. */
  void committed() {
    underWay.clear();
    checksums.clear();
    int epochs = known.values().stream().mapToInt(Lineage::size).sum();
    Iterator<Lineage> eldest = known.values().iterator();
    while (epochs > most && eldest.hasNext()) {
      epochs -= eldest.next().size();
      eldest.remove();
    }
  }
}
