package io.poyang.ingest.door;

import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.poyang.telemetry.EdgeId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;

/** What every connection of a door shares. */
record Reach(
    DoorSettings settings,
    EdgeRegistry edges,
    Intake intake,
    Allowance allowance,
    ConcurrentMap<EdgeId, Allowance> shares,
    DoorMeters meters,
    Occasional occasional,
    InstantSource clock) {

  /** The edge's own part of the memory. */
  Allowance share(EdgeId edge) {
    return shares.computeIfAbsent(edge, unused -> new Allowance(settings.unacknowledged().bytes()));
  }
}
