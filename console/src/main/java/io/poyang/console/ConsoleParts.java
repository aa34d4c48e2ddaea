package io.poyang.console;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.poyang.console.health.Check;
import io.poyang.console.live.LiveView;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.edges.Edges;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Replayer;
import io.poyang.telemetry.store.ReadingStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the console shows and, with the token, changes. It closes none of these.
 *
 * @param live opened by whoever wires the server, since intake feeds it
 * @param checks asked on each {@code /health/ready}, on a worker thread; waits for no store
 * @param adminToken shown by whoever changes something
 * @param version of this build, for {@code /api/about}
 */
public record ConsoleParts(
    ReadingStore store,
    Catalogue catalogue,
    Continuity continuity,
    Quarantine quarantine,
    Replayer replayer,
    Edges edges,
    LiveView live,
    PrometheusMeterRegistry metrics,
    Supplier<List<Check>> checks,
    InstantSource clock,
    Secret adminToken,
    String version) {}
