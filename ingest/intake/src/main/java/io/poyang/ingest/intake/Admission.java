package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.quarantine.Refusal;
import java.util.List;

/** What has been decided of a batch of readings, before anything is done about it. */
public sealed interface Admission extends Cargo {
  /** Every reading goes to the store. */
  record Whole(Batch batch) implements Admission {}

  /**
   * Some readings go to quarantine, the rest to the store.
   *
   * @param batch what is left, which may be nothing; it keeps its number
   */
  record Part(Batch batch, List<Refusal> refusals) implements Admission {
    public Part {
      refusals = List.copyOf(refusals);
    }
  }

  /** The message as a whole goes to quarantine. */
  record Refused(List<Refusal> refusals) implements Admission {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }
}
