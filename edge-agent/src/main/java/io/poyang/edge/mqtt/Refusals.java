package io.poyang.edge.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be read, and says so once for each kind and topic. Thread-safe. */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** A sender of endless topics must not fill the memory, nor the log file. */
  private static final int MOST_LOGGED = 1_000;

  private record Seen(Unreadable kind, String topic) {}

  private final String source;
  private final Map<Unreadable, Counter> counts = new EnumMap<>(Unreadable.class);
  private final Set<Seen> logged = new HashSet<>();

  Refusals(String source, MeterRegistry meters) {
    this.source = source;
    for (Unreadable kind : Unreadable.values()) {
      counts.put(kind, counter(meters, source, kind));
    }
  }

  static Counter counter(MeterRegistry meters, String source, Unreadable kind) {
    return Counter.builder("poyang.edge.mqtt.unreadable")
        .description("messages and parts of messages that gave no reading")
        .tag("source", source)
        .tag("kind", kind.label())
        .register(meters);
  }

  void add(Unreadable kind, String topic, String what) {
    Objects.requireNonNull(counts.get(kind)).increment();
    if (isNews(kind, topic)) {
      log.warn(
          "source {}: topic {}: {}; {} (further ones like it are only counted)",
          source,
          topic,
          what,
          kind.mend());
    }
  }

  private synchronized boolean isNews(Unreadable kind, String topic) {
    return logged.size() < MOST_LOGGED && logged.add(new Seen(kind, topic));
  }
}
