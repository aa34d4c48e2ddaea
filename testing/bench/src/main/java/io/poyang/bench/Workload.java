package io.poyang.bench;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.util.ArrayList;
import java.util.List;

/**
 * The readings of one edge: its signals in turn, all at the same source time, then 100 ms later (or
 * what it was told) again. No (signal, time) comes twice. One thread takes from it.
 */
final class Workload {
  private static final long STEP_MILLIS = 100;

  private final long stepMillis;
  private final SignalId[] signals;
  private long atMillis;
  private int next;

  private Workload(SignalId[] signals, long fromMillis, long stepMillis) {
    this.stepMillis = stepMillis;
    this.signals = signals;
    this.atMillis = fromMillis;
  }

  /**
   * Splits signals among edges.
   *
   * @param fromMillis the first source time, far enough back that the last one is not in the future
   */
  static List<Workload> split(int signals, int edges, long fromMillis) {
    return split(signals, edges, fromMillis, STEP_MILLIS);
  }

  /** The same with another time between two readings of a signal. */
  static List<Workload> split(int signals, int edges, long fromMillis, long stepMillis) {
    List<Workload> workloads = new ArrayList<>();
    for (int edge = 0; edge < edges; edge++) {
      SignalId[] own =
          new SignalId[Math.max(1, signals / edges + (edge < signals % edges ? 1 : 0))];
      for (int i = 0; i < own.length; i++) {
        own[i] = new SignalId(site(edge), "line-" + i / 20 + ".point-" + i % 20);
      }
      workloads.add(new Workload(own, fromMillis, stepMillis));
    }
    return workloads;
  }

  static EdgeId edge(int index) {
    return new EdgeId("bench-" + index);
  }

  static SiteId site(int index) {
    return new SiteId("bench-" + index);
  }

  /** How long the source times of that many readings reach. */
  static long spanMillis(long readings, int signals) {
    return (readings / Math.max(1, signals) + 2) * STEP_MILLIS;
  }

  int signals() {
    return signals.length;
  }

  SignalId signal(int index) {
    return signals[index];
  }

  /** Hands over the next readings. */
  void take(int readings, Taker taker) {
    for (int i = 0; i < readings; i++) {
      // Three decimals that change all the time, as an instrument's do.
      double value = 20 + (atMillis % 7919 + next * 31) % 10_000 / 1000.0;
      taker.take(next, atMillis, value);
      if (++next == signals.length) {
        next = 0;
        atMillis += stepMillis;
      }
    }
  }

  /** Takes a reading of the signal with that index. */
  interface Taker {
    void take(int signal, long atMillis, double value);
  }
}
