package io.poyang.edge.forward;

import io.poyang.edge.uplink.Lane;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Decides how many backfill batches may be on their way at once, so that live ones need not queue
 * behind them. Told of batches with times, does nothing itself; owned by the forwarder's thread.
 *
 * <p>What all edges have on their way queues up at the server, and the time of a live receipt says
 * how long that queue is. Above the target the number shrinks in proportion, which brings the queue
 * to the target in one step however many edges share it; below, it grows by one for each number of
 * receipts, so that edges come to equal shares. It never falls below one: backfill always moves.
 */
final class BackfillPace {
  /**
   * What is aimed at, beyond what the way takes at its best.
   *
   * @param live longest time of a live receipt
   * @param backfill the same for backfill, where there are no live receipts to go by
   * @param farthest at most so much is granted to the way itself: who connects while the server is
   *     busy takes the others' queue for the length of the way
   * @param recent a live receipt counts for so long
   */
  record Aim(Duration live, Duration backfill, Duration farthest, Duration recent) {
    static final Aim DEFAULT =
        new Aim(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(5));
  }

  private static final double SMALLEST_STEP = 0.9;
  private static final double LARGEST_STEP = 0.25;

  /**
   * @param beside backfill batches on their way when this one went, itself included
   */
  private record Sent(long at, int beside) {}

  private final long liveNanos;
  private final long backfillNanos;
  private final long farthestNanos;
  private final long recentNanos;
  private final SequencedMap<Long, Sent> live = new LinkedHashMap<>();
  private final Map<Long, Sent> backfill = new LinkedHashMap<>();
  private int most = 1;
  private double allowed = 1;
  private long shortest;
  private boolean anyLive;
  private boolean liveIsLate;
  private long liveAt;
  private boolean shrunk;
  private long settledAt;

  BackfillPace(Aim aim) {
    liveNanos = aim.live().toNanos();
    backfillNanos = aim.backfill().toNanos();
    farthestNanos = aim.farthest().toNanos();
    recentNanos = aim.recent().toNanos();
  }

  /** A connection begins; nothing is known of the way yet. */
  void connected(int window) {
    live.clear();
    backfill.clear();
    most = Math.max(1, window / 2);
    allowed = 1;
    shortest = Long.MAX_VALUE;
    anyLive = false;
    liveIsLate = false;
    shrunk = false;
  }

  void sent(Lane lane, long sequence, long nanos) {
    if (lane == Lane.LIVE) {
      live.put(sequence, new Sent(nanos, backfill.size()));
    } else {
      backfill.put(sequence, new Sent(nanos, backfill.size() + 1));
    }
  }

  /** Ingest has taken a batch. */
  void received(long sequence, long nanos) {
    Sent ofLive = live.remove(sequence);
    Sent ofBackfill = backfill.remove(sequence);
    if (ofLive != null) {
      long took = took(ofLive, nanos);
      anyLive = true;
      liveAt = nanos;
      liveIsLate = took > target(liveNanos);
      if (liveIsLate) {
        shrink(ofLive, took, target(liveNanos), nanos);
      }
    }
    if (ofBackfill != null) {
      long took = took(ofBackfill, nanos);
      boolean hearsLive = anyLive && nanos - liveAt < recentNanos;
      if (took <= target(backfillNanos)) {
        boolean used = ofBackfill.beside() >= (int) allowed;
        if (used && !(hearsLive && liveIsLate)) {
          allowed = Math.min(most, allowed + 1 / allowed);
        }
      } else if (!hearsLive) {
        shrink(ofBackfill, took, target(backfillNanos), nanos);
      }
    }
  }

  /** A batch came back; that says nothing of the way's length. */
  void returned(long sequence) {
    live.remove(sequence);
    backfill.remove(sequence);
  }

  /** How many backfill batches may be on their way now. */
  int allowed(long nanos) {
    Map.Entry<Long, Sent> oldest = live.firstEntry();
    if (oldest != null) {
      long waits = nanos - oldest.getValue().at();
      if (waits > target(liveNanos)) {
        shrink(oldest.getValue(), waits, target(liveNanos), nanos);
      }
    }
    return (int) allowed;
  }

  private long took(Sent sent, long nanos) {
    long took = nanos - sent.at();
    shortest = Math.min(shortest, took);
    return took;
  }

  private long target(long beyond) {
    return Math.min(shortest, farthestNanos) + beyond;
  }

  /** Once for each queue: a batch that went before the last step took effect met the old one. */
  private void shrink(Sent sent, long took, long target, long nanos) {
    if (shrunk && sent.at() - settledAt < 0) {
      return;
    }
    double step = Math.clamp((double) target / took, LARGEST_STEP, SMALLEST_STEP);
    allowed = Math.max(1, allowed * step);
    shrunk = true;
    settledAt = nanos + took - target;
  }
}
