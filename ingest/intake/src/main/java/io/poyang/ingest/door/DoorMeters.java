package io.poyang.ingest.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The door's numbers. */
final class DoorMeters {
  final Counter authenticationFailures;
  final Counter foreignTopics;
  final Counter takeovers;
  final Counter brokenPackets;
  final Counter pauses;

  DoorMeters(
      MeterRegistry registry, Supplier<Number> connections, Supplier<Number> unacknowledged) {
    authenticationFailures =
        counter(registry, "poyang.door.authentication.failures", "connections refused");
    foreignTopics =
        counter(registry, "poyang.door.foreign.topics", "messages to topics not the edge's own");
    takeovers = counter(registry, "poyang.door.takeovers", "connections replaced by a newer one");
    brokenPackets =
        counter(registry, "poyang.door.broken.packets", "connections closed for a bad packet");
    pauses =
        counter(registry, "poyang.door.pauses", "times a socket was left unread for lack of room");
    Gauge.builder("poyang.door.connections", connections)
        .description("connected edges and devices")
        .register(registry);
    Gauge.builder("poyang.door.unacknowledged", unacknowledged)
        .description("memory charged to messages that are not safe yet")
        .baseUnit("bytes")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
