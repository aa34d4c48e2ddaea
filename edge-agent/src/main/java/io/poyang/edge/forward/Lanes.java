package io.poyang.edge.forward;

import io.poyang.edge.uplink.Lane;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which batch goes next on which lane. Knows numbers only, does nothing itself; owned by
 * the forwarder's thread.
 *
 * <p>At every connection the log's last number becomes the boundary: what is newer goes live, what
 * is older is backfill, oldest first. Live goes first and may use the whole window; backfill may
 * use half of it, so that live always finds room.
 */
final class Lanes {
  /** What to do next. */
  sealed interface Next {
    /** Nothing can go before something else happens. */
    record Nothing() implements Next {}

    /** Send the first batches found from {@code from} to {@code to}, at most so many. */
    record Send(Lane lane, long from, long to, int most) implements Next {}
  }

  private static final Next NOTHING = new Next.Nothing();

  private final Map<Long, Lane> inFlight = new HashMap<>();
  private final TreeMap<Long, Lane> returned = new TreeMap<>();
  private int window;
  private int backfillInFlight;
  private long last;
  private long liveNext = 1;
  private long backfillNext = 1;
  private long boundary;

  /** A connection begins: whatever was on its way before is not any more. */
  void connected(long lastSequence, int newWindow) {
    forget();
    window = newWindow;
    last = Math.max(last, lastSequence);
    boundary = last;
    liveNext = last + 1;
    backfillNext = 1;
  }

  void disconnected() {
    forget();
    window = 0;
  }

  private void forget() {
    inFlight.clear();
    returned.clear();
    backfillInFlight = 0;
  }

  /** The log holds batches up to this one. */
  void committed(long lastSequence) {
    last = Math.max(last, lastSequence);
  }

  /** Gives what is left of the live lane up to this batch to backfill: it is not live any more. */
  void late(long sequence) {
    if (sequence >= liveNext) {
      boundary = Math.max(boundary, sequence);
      liveNext = sequence + 1;
    }
  }

  Next next() {
    int room = window - inFlight.size();
    if (room <= 0) {
      return NOTHING;
    }
    int backfillRoom = Math.min(room, Math.max(1, window / 2) - backfillInFlight);
    for (Map.Entry<Long, Lane> back : returned.descendingMap().entrySet()) {
      if (back.getValue() == Lane.LIVE || backfillRoom > 0) {
        return new Next.Send(back.getValue(), back.getKey(), back.getKey(), 1);
      }
    }
    if (liveNext <= last) {
      return new Next.Send(Lane.LIVE, liveNext, last, room);
    }
    if (backfillNext <= boundary && backfillRoom > 0) {
      return new Next.Send(Lane.BACKFILL, backfillNext, boundary, backfillRoom);
    }
    return NOTHING;
  }

  /**
   * A batch was found and is about to be sent.
   *
   * @return false where it is on its way already and must not be sent now
   */
  boolean take(Lane lane, long sequence) {
    Lane before = returned.remove(sequence);
    if (before == null) {
      advance(lane, sequence + 1);
    }
    if (inFlight.putIfAbsent(sequence, lane) != null) {
      return false;
    }
    backfillInFlight += lane == Lane.BACKFILL ? 1 : 0;
    return true;
  }

  /** The log has nothing left of what {@link #next} asked for. */
  void nothingFound(Next.Send asked) {
    if (returned.remove(asked.from()) == null) {
      advance(asked.lane(), asked.to() + 1);
    }
  }

  private void advance(Lane lane, long next) {
    if (lane == Lane.LIVE) {
      liveNext = Math.max(liveNext, next);
    } else {
      backfillNext = Math.max(backfillNext, next);
    }
  }

  void acknowledged(long sequence) {
    leave(sequence);
    returned.remove(sequence);
  }

  /** A batch was not taken; it goes again when its turn comes. */
  void failed(long sequence) {
    Lane lane = leave(sequence);
    if (lane != null) {
      returned.put(sequence, lane);
    }
  }

  private @org.jspecify.annotations.Nullable Lane leave(long sequence) {
    Lane lane = inFlight.remove(sequence);
    backfillInFlight -= lane == Lane.BACKFILL ? 1 : 0;
    return lane;
  }

  int inFlight() {
    return inFlight.size();
  }
}
