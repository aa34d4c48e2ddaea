package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.quarantine.Refusal;
import java.util.Optional;

/** What a delivery brings, read and judged. */
public sealed interface Cargo permits Admission, Cargo.Announced, Cargo.Again {
  /** How many readings are to be stored. */
  default int readings() {
    return switch (this) {
      case Admission.Whole whole -> whole.batch().size();
      case Admission.Part part -> part.batch().size();
      case Admission.Refused refused -> 0;
      case Announced announced -> 0;
      case Again again -> again.batch().size();
    };
  }

  /**
   * An announcement for the catalogue.
   *
   * @param otherwise what goes to quarantine should the catalogue never take it; empty where it is
   *     there already, then its sender is told
   */
  record Announced(Announcement announcement, Optional<Refusal> otherwise) implements Cargo {}

  /** Readings from quarantine; should the store never take them, their sender is told. */
  record Again(Batch batch) implements Cargo {}
}
