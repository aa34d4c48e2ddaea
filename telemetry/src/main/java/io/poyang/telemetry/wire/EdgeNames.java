package io.poyang.telemetry.wire;

import io.poyang.telemetry.EdgeId;
import java.util.HashMap;
import java.util.Map;

/** Remembers which text names which edge, so that it is checked once and not in every batch. */
final class EdgeNames {
  private static final int MOST = 4096;

  private final Map<String, EdgeId> known = new HashMap<>();

  /**
   * @throws IllegalArgumentException where it can be none
   */
  EdgeId of(String text) {
    EdgeId id = known.get(text);
    if (id == null) {
      id = new EdgeId(text);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(text, id);
    }
    return id;
  }
}
