package io.poyang.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be done to a running road. */
enum Kind {
  KILL_AGENT("kill-agent", 120, Side.AGENT, 0, 800),
  TORN("torn", 80, Side.AGENT, 0, 500),
  STOP_AGENT("stop-agent", 110, Side.AGENT, 500, 3000),
  CUT("cut", 170, Side.AGENT, 0, 1500),
  HALF_OPEN("half-open", 110, Side.AGENT, 500, 4000),
  SLOW("slow", 90, Side.AGENT, 500, 4000),
  FULL_AGENT("full-agent", 100, Side.AGENT, 500, 3000),
  CLOCK("clock", 90, Side.AGENT, 500, 3000),
  KILL_SERVER("kill-server", 30, Side.SERVER, 0, 2000),
  STOP_SERVER("stop-server", 40, Side.SERVER, 500, 3000),
  FULL_SERVER("full-server", 30, Side.SERVER, 500, 3000),
  STORE("store", 30, Side.SERVER, 500, 3000);

  /** Whom a fault is done to. */
  enum Side {
    AGENT,
    SERVER
  }

  private final String label;
  private final int weight;
  private final Side side;
  private final int shortestMillis;
  private final int longestMillis;

  /**
   * @param weight how many of a thousand faults are of this kind
   */
  Kind(String label, int weight, Side side, int shortestMillis, int longestMillis) {
    this.label = label;
    this.weight = weight;
    this.side = side;
    this.shortestMillis = shortestMillis;
    this.longestMillis = longestMillis;
  }

  static Optional<Kind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Kind::label).toList();
  }

  String label() {
    return label;
  }

  int weight() {
    return weight;
  }

  Side side() {
    return side;
  }

  /** How long it lasts, at least. */
  int shortestMillis() {
    return shortestMillis;
  }

  int longestMillis() {
    return longestMillis;
  }
}
