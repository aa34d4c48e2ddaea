package io.poyang.edge.mqtt;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be read, and says so once for each kind and topic. Thread-safe. */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** A sender of endless topics must not fill the memory, nor the log file. */
  private static final int MOST_LOGGED = 1_000;

  private record Seen(Unreadable kind, String topic) {}

  private final String source;
  private final Map<Unreadable, LongAdder> counts = new EnumMap<>(Unreadable.class);
  private final Set<Seen> logged = new HashSet<>();

  Refusals(String source) {
    this.source = source;
    for (Unreadable kind : Unreadable.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  void add(Unreadable kind, String topic, String what) {
    counts.getOrDefault(kind, new LongAdder()).increment();
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

  long count(Unreadable kind) {
    return counts.getOrDefault(kind, new LongAdder()).sum();
  }

  /** How many of each kind, by its label. */
  Map<String, Long> counts() {
    Map<String, Long> byLabel = new TreeMap<>();
    counts.forEach((kind, count) -> byLabel.put(kind.label(), count.sum()));
    return byLabel;
  }
}
