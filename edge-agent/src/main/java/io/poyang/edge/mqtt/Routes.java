package io.poyang.edge.mqtt;

import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.SignalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the mappings of a topic and remembers them, so that a topic is taken apart once. Bounded:
 * endless new topics make it forget, not grow. Belongs to one thread at a time.
 */
final class Routes {
  private static final int MOST_TOPICS = 10_000;
  private static final int MOST_DEVICES = 10_000;

  /** A mapping with the signals that it means for one topic. */
  record Leg(Mapping mapping, List<SignalId> signals) {}

  /** Where a topic's messages go, or why they go nowhere. */
  sealed interface Route {
    /**
     * @param found signals of a device that was not known before
     */
    record To(List<Leg> legs, List<SignalSetting> found) implements Route {}

    record Nowhere(Unreadable kind, String why) implements Route {}
  }

  private final List<Mapping> mappings;
  private final Set<SignalId> announced = new HashSet<>();
  private final Map<String, String> spellings = new HashMap<>();
  private final Map<String, Route> routes = new HashMap<>();

  Routes(MqttConfig config) {
    mappings = config.topics();
    config.signals().forEach(setting -> announced.add(setting.signal().id()));
    mappings.forEach(mapping -> mapping.devices().forEach(this::claim));
  }

  /** New signals are told only once, to the first who asks. */
  Route of(String topic) {
    Route known = routes.get(topic);
    if (known != null) {
      return known;
    }
    if (routes.size() >= MOST_TOPICS) {
      routes.clear();
    }
    Route route = find(topic);
    routes.put(topic, route instanceof Route.To to ? new Route.To(to.legs(), List.of()) : route);
    return route;
  }

  private Route find(String topic) {
    List<Leg> legs = new ArrayList<>();
    List<SignalSetting> found = new ArrayList<>();
    for (Mapping mapping : mappings) {
      Optional<Map<String, String>> levels = mapping.topic().match(topic);
      if (levels.isEmpty()) {
        continue;
      }
      for (String level : levels.get().values()) {
        if (!claim(level)) {
          return spellings.size() >= MOST_DEVICES
              ? new Route.Nowhere(
                  Unreadable.TOO_MANY_DEVICES, "more than " + MOST_DEVICES + " devices")
              : new Route.Nowhere(
                  Unreadable.DEVICE_NAME,
                  "'"
                      + level
                      + "' differs from '"
                      + spellings.get(lower(level))
                      + "' only in case");
        }
      }
      try {
        legs.add(leg(mapping, levels.get(), found));
      } catch (IllegalArgumentException e) {
        return new Route.Nowhere(Unreadable.DEVICE_NAME, String.valueOf(e.getMessage()));
      }
    }
    return legs.isEmpty()
        ? new Route.Nowhere(Unreadable.UNMAPPED, "no mapping is for this topic")
        : new Route.To(List.copyOf(legs), List.copyOf(found));
  }

  private Leg leg(Mapping mapping, Map<String, String> levels, List<SignalSetting> found) {
    List<SignalId> ids = new ArrayList<>();
    for (SignalSetting setting : mapping.signalsFor(levels)) {
      SignalId id = setting.signal().id();
      ids.add(id);
      if (announced.add(id)) {
        found.add(setting);
      }
    }
    return new Leg(mapping, List.copyOf(ids));
  }

  /** Topics tell P1 from p1 and points do not: the first to come keeps the name. */
  private boolean claim(String level) {
    String key = lower(level);
    String owner = spellings.get(key);
    if (owner == null && spellings.size() < MOST_DEVICES) {
      spellings.put(key, level);
      return true;
    }
    return level.equals(owner);
  }

  private static String lower(String level) {
    return level.toLowerCase(Locale.ROOT);
  }
}
