package io.poyang.edge.forward;

import io.poyang.edge.uplink.Lane;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which batch goes next on which lane. Knows numbers only, does nothing itself; owned by
 * the forwarder's thread.
 *
 * <p>At every connection the log's last number becomes the boundary: what is newer goes live, what
 * is older is backfill, oldest first. Live goes first and may use the whole window but for one
 * place, which keeps backfill moving when ingest is slower than what is new; backfill may use as
 * much as it is allowed, half of the window at most, so that live always finds room.
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

  /** In a window smaller than this, live has every place. */
  private static final int SMALLEST_SHARED = 4;

  private final Map<Long, Lane> inFlight = new HashMap<>();
  private final TreeSet<Long> returnedLive = new TreeSet<>();
  private final TreeSet<Long> returnedBackfill = new TreeSet<>();
  private final Resting resting = new Resting();
  private int window;
  private int allowed;
  private int backfillInFlight;
  private long last;
  private long liveNext = 1;
  private long backfillNext = 1;
  private long boundary;

  /** A connection begins: whatever was on its way before is not any more. */
  void connected(long lastSequence, int newWindow) {
    forget();
    window = newWindow;
    allowBackfill(newWindow);
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
    returnedLive.clear();
    returnedBackfill.clear();
    resting.clear();
    backfillInFlight = 0;
  }

  /** So many backfill batches may be on their way; at least one, at most half the window. */
  void allowBackfill(int most) {
    allowed = Math.clamp(most, 1, Math.max(1, window / 2));
  }

  /** The log holds batches up to this one. */
  void committed(long lastSequence) {
    last = Math.max(last, lastSequence);
  }

  /**
   * A live lane that has not come beyond this batch is live no more: what it has not sent becomes
   * backfill, and it starts afresh with what comes next.
   */
  void late(long sequence) {
    if (sequence >= liveNext) {
      boundary = last;
      liveNext = last + 1;
    }
  }

  Next next() {
    int room = window - inFlight.size();
    if (room <= 0) {
      return NOTHING;
    }
    if (!returnedLive.isEmpty()) {
      return again(Lane.LIVE, returnedLive.last());
    }
    boolean backfillNew = backfillNext <= boundary && !resting.isFull(Lane.BACKFILL);
    boolean backfillLeft = backfillNew || !returnedBackfill.isEmpty();
    boolean keepsOne = backfillLeft && backfillInFlight == 0 && window >= SMALLEST_SHARED;
    int liveRoom = keepsOne ? room - 1 : room;
    if (liveNext <= last && liveRoom > 0 && !resting.isFull(Lane.LIVE)) {
      return new Next.Send(Lane.LIVE, liveNext, last, liveRoom);
    }
    int backfillRoom = Math.min(room, allowed - backfillInFlight);
    if (backfillRoom <= 0 || !backfillLeft) {
      return NOTHING;
    }
    return returnedBackfill.isEmpty()
        ? new Next.Send(Lane.BACKFILL, backfillNext, boundary, backfillRoom)
        : again(Lane.BACKFILL, returnedBackfill.first());
  }

  private static Next again(Lane lane, long sequence) {
    return new Next.Send(lane, sequence, sequence, 1);
  }

  /**
   * A batch was found and is about to be sent.
   *
   * @return false where it is on its way already, or rests, and must not be sent now
   */
  boolean take(Lane lane, long sequence) {
    if (!forgetReturned(sequence)) {
      advance(lane, sequence + 1);
    }
    if (resting.holds(sequence) || inFlight.putIfAbsent(sequence, lane) != null) {
      return false;
    }
    backfillInFlight += lane == Lane.BACKFILL ? 1 : 0;
    return true;
  }

  /** The log has nothing left of what {@link #next} asked for. */
  void nothingFound(Next.Send asked) {
    if (!forgetReturned(asked.from())) {
      advance(asked.lane(), asked.to() + 1);
    }
  }

  private boolean forgetReturned(long sequence) {
    return returnedLive.remove(sequence) || returnedBackfill.remove(sequence);
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
    forgetReturned(sequence);
    if (resting.taken(sequence)) {
      wake(resting.size());
    }
  }

  /** A batch was not taken; it goes again when its turn comes. */
  void failed(long sequence) {
    Lane lane = leave(sequence);
    if (lane != null) {
      (lane == Lane.LIVE ? returnedLive : returnedBackfill).add(sequence);
    }
  }

  /** A batch was refused for a reason of its own; it rests until it is woken. */
  void rest(long sequence) {
    Lane lane = leave(sequence);
    if (lane != null) {
      resting.add(sequence, lane);
    }
  }

  /** Those that rested longest go again: a quarter of the window, to see whether they are taken. */
  void wakeSome() {
    wake(Math.max(1, window / 4));
  }

  private void wake(int most) {
    returnedBackfill.addAll(resting.wake(most));
  }

  private @Nullable Lane leave(long sequence) {
    Lane lane = inFlight.remove(sequence);
    backfillInFlight -= lane == Lane.BACKFILL ? 1 : 0;
    return lane;
  }

  int resting() {
    return resting.size();
  }
}
