package io.poyang.ingest.intake;

import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.quarantine.Refusal;

/** What a delivery brings, read and judged. */
public sealed interface Cargo permits Admission, Cargo.Announced {
  /**
   * An announcement for the catalogue.
   *
   * @param otherwise what goes to quarantine should the catalogue never take it
   */
  record Announced(Announcement announcement, Refusal otherwise) implements Cargo {}
}
