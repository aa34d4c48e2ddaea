package io.poyang.ingest.intake;

import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.store.ReadingStore;

/** Where the scribe writes. */
record Shelves(
    ReadingStore store, Continuity continuity, Quarantine quarantine, Catalogue catalogue) {}
