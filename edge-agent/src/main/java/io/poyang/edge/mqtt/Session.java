package io.poyang.edge.mqtt;

import io.poyang.edge.source.Untold;
import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an outage may have cost. Where the broker kept the session, nothing, except of sensors that
 * publish with QoS 0; where it did not, readings of any signal. A source that never had a session
 * has lost nothing. Told of events with times; thread-safe.
 */
final class Session {
  /**
   * What outlives the agent: when it last listened, or the start of an outage that the log has not
   * been told of, and the signals with how they came.
   *
   * @param forgotten whether the broker did not have the session any more after that outage
   */
  record Kept(Instant listenedUntil, boolean forgotten, Map<SignalId, Boolean> unkept) {
    Kept {
      unkept = Map.copyOf(unkept);
    }
  }

  /** A connection that is dead is noticed after this at the latest. */
  private static final long UNNOTICED_NANOS =
      Duration.ofSeconds(2L * Link.KEEP_ALIVE_SECONDS).toNanos();

  private final Untold untold;

  /** Signals known, and whether their last message came with QoS 0, which no broker keeps. */
  private final Map<SignalId, Boolean> unkept = new TreeMap<>();

  private boolean had;
  private boolean forgotten;
  private boolean listening;
  private long certainNanos;
  private @Nullable Instant earlier;

  /** An outage that the log may not have been told of yet. */
  private @Nullable Instant owedSince;

  private boolean owedForgotten;

  /**
   * @param kept what an earlier run of the agent kept; null where there was none
   */
  Session(Collection<SignalId> configured, @Nullable Kept kept, Untold untold) {
    this.untold = untold;
    configured.forEach(signal -> unkept.put(signal, false));
    if (kept != null) {
      had = true;
      earlier = kept.listenedUntil();
      forgotten = kept.forgotten();
      unkept.putAll(kept.unkept());
    }
  }

  /** The broker has answered; whether it still had the session. */
  synchronized void greeted(boolean present) {
    // Also where nothing comes of this connection: the next one may find the session it began.
    forgotten |= !present;
  }

  /** From now on everything that is published comes, now or later. */
  synchronized void listens(Instant now, long nanos) {
    Instant since = earlier == null ? now.minusNanos(nanos - certainNanos) : earlier;
    if (had) {
      // The clock may have been set back since.
      Loss loss = new Loss(since.isAfter(now) ? now : since, now, OptionalLong.empty());
      settle();
      owedSince = owedSince == null || since.isBefore(owedSince) ? since : owedSince;
      owedForgotten |= forgotten;
      unkept.forEach(
          (signal, lossy) -> {
            if (forgotten || lossy) {
              untold.add(Cause.SOURCE_DOWN, signal, loss);
            }
          });
    }
    had = true;
    forgotten = false;
    listening = true;
    earlier = null;
    certainNanos = nanos;
  }

  /** Once the log has all that was lost, nothing is owed. */
  private void settle() {
    if (untold.isEmpty()) {
      owedSince = null;
      owedForgotten = false;
    }
  }

  /** Readings of one message came. */
  synchronized void heard(List<Reading> readings, boolean kept, long nanos) {
    readings.forEach(reading -> unkept.put(reading.signal(), !kept));
    if (listening) {
      certainNanos = nanos;
    }
  }

  /** The log did not take readings that no broker keeps. */
  void dropped(List<Reading> readings) {
    for (Reading reading : readings) {
      untold.add(
          Cause.NOT_KEPT,
          reading.signal(),
          new Loss(reading.at(), reading.at(), OptionalLong.of(1)));
    }
  }

  /** The connection is over; it may have been dead for a while. */
  synchronized void ended(long nanos) {
    if (listening) {
      listening = false;
      certainNanos = Math.max(certainNanos, nanos - UNNOTICED_NANOS);
    }
  }

  /** What to keep for the next run; null where there was no session yet. */
  synchronized @Nullable Kept toKeep(Instant now, long nanos) {
    if (!had) {
      return null;
    }
    settle();
    Instant until =
        earlier != null ? earlier : listening ? now : now.minusNanos(nanos - certainNanos);
    Instant owed = owedSince;
    return new Kept(
        owed != null && owed.isBefore(until) ? owed : until, forgotten || owedForgotten, unkept);
  }
}
