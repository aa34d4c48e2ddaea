package io.poyang.edge.opcua;

import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import java.time.Instant;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/** What a source remembers of one signal; belongs to the source's loop. */
final class Watch {
  private final OpcUaSignal signal;

  /** Where the node is on the present connection; null when the server does not have it. */
  @Nullable NodeId node;

  @Nullable OpcUaMonitoredItem item;
  boolean filterRefused;
  boolean saidAbsent;
  boolean saidUnreadable;
  boolean saidOverflow;
  boolean saidStale;

  /** The newest reading handed on, and the source time it came with. */
  private @Nullable Reading last;

  private @Nullable Instant sourceTime;
  private @Nullable Instant lostFrom;
  private @Nullable Instant safe;
  private long handedOnNanos = System.nanoTime();

  Watch(OpcUaSignal signal) {
    this.signal = signal;
  }

  OpcUaSignal address() {
    return signal;
  }

  Signal signal() {
    return signal.setting().signal();
  }

  double deadband() {
    return signal.setting().deadband();
  }

  /** A server sends the present value again when a subscription is made; that is no new reading. */
  boolean isRepeat(Decoded decoded) {
    return last != null
        && decoded instanceof Decoded.Measured(Reading reading, boolean overflow)
        && !overflow
        && last.at().equals(reading.at())
        && Double.doubleToLongBits(last.value()) == Double.doubleToLongBits(reading.value())
        && last.quality().equals(reading.quality());
  }

  void handedOn(Reading reading, @Nullable Instant source) {
    if (last == null || !reading.at().isBefore(last.at())) {
      last = reading;
    }
    if (source != null && (sourceTime == null || source.isAfter(sourceTime))) {
      sourceTime = source;
    }
    touch();
  }

  /** Starts the signal's silence anew. */
  void touch() {
    handedOnNanos = System.nanoTime();
  }

  /** Half its maximum silence: the answer must arrive before the silence is over. */
  boolean isSilent(long nanos) {
    return nanos - handedOnNanos >= signal().maxSilence().dividedBy(2).toNanos();
  }

  @Nullable Reading last() {
    return last;
  }

  @Nullable Instant sourceTime() {
    return sourceTime;
  }

  /** Values from here on are missing downstream; null when none are known to be. */
  @Nullable Instant lostFrom() {
    return lostFrom;
  }

  void lost(Instant from) {
    if (lostFrom == null || from.isBefore(lostFrom)) {
      lostFrom = from;
    }
  }

  /** Losing begins at the last value that certainly came. */
  void loseSinceLast() {
    if (sourceTime != null) {
      lost(sourceTime);
    }
  }

  /** Takes up where an earlier run of the agent left off. */
  void resume(Instant place) {
    sourceTime = place;
    safe = place;
  }

  /** The log has it. */
  void safe(Reading reading) {
    if (safe == null || reading.at().isAfter(safe)) {
      safe = reading.at();
    }
  }

  /** Up to where nothing is missing in the log; null where nothing has come yet. */
  @Nullable Instant place() {
    return lostFrom == null || safe == null || safe.isBefore(lostFrom) ? safe : lostFrom;
  }

  void refused(Reading reading) {
    // Should the server show it once more, it is news again.
    last = null;
    lost(reading.at().minusMillis(1));
  }

  /** The server's values up to here have been read back. */
  void filledTo(Instant until) {
    lostFrom = until;
  }

  void filled() {
    lostFrom = null;
  }

  void detach() {
    node = null;
    item = null;
  }
}
