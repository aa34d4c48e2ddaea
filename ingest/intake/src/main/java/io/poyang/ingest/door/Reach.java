package io.poyang.ingest.door;

import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import java.time.InstantSource;

/** What every connection of a door shares. */
record Reach(
    DoorSettings settings,
    EdgeRegistry edges,
    Intake intake,
    Allowance allowance,
    DoorMeters meters,
    Occasional occasional,
    InstantSource clock) {}
