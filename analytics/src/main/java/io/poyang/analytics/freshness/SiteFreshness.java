package io.poyang.analytics.freshness;

import io.poyang.telemetry.Quality;

/**
 * A site as a whole: live while any signal is, stale while any signal spoke within {@link
 * Freshness#MEMORY}, silent otherwise. The counts say how much of it.
 *
 * @param signals all of them; those neither live nor stale are silent
 * @param bad live signals whose newest reading has Bad quality
 * @param lastMillis source time of the newest reading, or {@link Freshness#NEVER}
 */
public record SiteFreshness(
    Freshness state, int signals, int live, int stale, int bad, long lastMillis) {

  public static Tally at(long nowMillis) {
    return new Tally(nowMillis);
  }

  /** Adds up the signals of one site at one moment. */
  public static final class Tally {
    private final long nowMillis;
    private int signals;
    private int live;
    private int stale;
    private int bad;
    private long lastMillis = Freshness.NEVER;

    private Tally(long nowMillis) {
      this.nowMillis = nowMillis;
    }

    /**
     * Adds one signal.
     *
     * @param status OPC UA status of its newest reading; without one it does not matter
     */
    public Tally add(long signalLastMillis, long maxSilenceMillis, int status) {
      signals++;
      lastMillis = Math.max(lastMillis, signalLastMillis);
      switch (Freshness.of(signalLastMillis, maxSilenceMillis, nowMillis)) {
        case LIVE -> {
          live++;
          if (Quality.isBad(status)) {
            bad++;
          }
        }
        case STALE -> stale++;
        case SILENT -> {}
      }
      return this;
    }

    public SiteFreshness total() {
      Freshness state = live > 0 ? Freshness.LIVE : stale > 0 ? Freshness.STALE : Freshness.SILENT;
      return new SiteFreshness(state, signals, live, stale, bad, lastMillis);
    }
  }
}
