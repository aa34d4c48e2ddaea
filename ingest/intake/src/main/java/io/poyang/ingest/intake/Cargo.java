package io.poyang.ingest.intake;

import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.quarantine.Refusal;

/** What a delivery brings, read and judged. */
public sealed interface Cargo permits Admission, Cargo.Announced {
  /** How many readings are to be stored. */
  default int readings() {
    return switch (this) {
      case Admission.Whole whole -> whole.batch().size();
      case Admission.Part part -> part.batch().size();
      case Admission.Refused refused -> 0;
      case Announced announced -> 0;
    };
  }

  /**
   * An announcement for the catalogue.
   *
   * @param otherwise what goes to quarantine should the catalogue never take it
   */
  record Announced(Announcement announcement, Refusal otherwise) implements Cargo {}
}
