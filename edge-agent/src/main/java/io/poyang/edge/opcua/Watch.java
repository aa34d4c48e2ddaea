package io.poyang.edge.opcua;

import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
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
  private final Missing missing = new Missing();
  private @Nullable Instant untoldFrom;
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

  /** History is wanted from here on; null when there is nothing to get back. */
  @Nullable Instant lostFrom() {
    return lostFrom;
  }

  private void recall(Instant from) {
    if (lostFrom == null || from.isBefore(lostFrom)) {
      lostFrom = from;
    }
  }

  /** Nobody listened, or the server forgot: what came after the last value may be missing. */
  void lose(Gap.Cause cause) {
    if (sourceTime != null) {
      recall(sourceTime);
      missing.open(cause, sourceTime, known(sourceTime).plusMillis(1));
    }
  }

  /** The server dropped values between the last one and this. */
  void overflowed(Instant at) {
    if (sourceTime == null || missing.isOpen()) {
      return;
    }
    recall(sourceTime);
    Instant known = known(sourceTime);
    Instant from = (known.isBefore(at) ? known : sourceTime).plusMillis(1);
    if (at.isAfter(from)) {
      missing.add(
          Gap.Cause.SOURCE_OVERFLOW, new Loss(from, at.minusMillis(1), OptionalLong.empty()));
    }
  }

  /** A value that was read again and had not changed held until then. */
  private Instant known(Instant shown) {
    return last != null && last.at().isAfter(shown) ? last.at() : shown;
  }

  /** The server's present value is here: what happened before it is known by now. */
  void present(Instant at) {
    missing.close(at);
  }

  /** Readings came and were not kept. */
  void dropped(Loss loss) {
    recall(loss.from().minusMillis(1));
    missing.add(Gap.Cause.NOT_KEPT, loss);
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
    Instant earliest = earlier(earlier(lostFrom, before(missing.earliest())), before(untoldFrom));
    return safe == null ? null : earlier(safe, earliest);
  }

  private static @Nullable Instant before(@Nullable Instant at) {
    return at == null ? null : at.minusMillis(1);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /**
   * The log did not take it.
   *
   * @param recalled whether it came from the server's history, which is read once more then
   */
  void refused(Reading reading, boolean recalled) {
    // Should the server show it once more, it is news again.
    last = null;
    if (recalled) {
      recall(reading.at().minusMillis(1));
    } else {
      dropped(new Loss(reading.at(), reading.at(), OptionalLong.of(1)));
    }
  }

  /** The server's values up to here have been read back. */
  void filledTo(Instant until) {
    lostFrom = until;
    missing.filledTo(until);
  }

  void filled() {
    lostFrom = null;
    missing.clear();
  }

  /** No history will give back what is missing. */
  void giveUp() {
    lostFrom = null;
  }

  /** Losses that are certain, to be told now. */
  Map<Gap.Cause, Loss> toTell() {
    if (lostFrom != null) {
      return Map.of();
    }
    Map<Gap.Cause, Loss> certain = missing.take();
    certain.values().forEach(loss -> untoldFrom = earlier(untoldFrom, loss.from()));
    return certain;
  }

  /** The log has word of everything that was to be told. */
  void told() {
    untoldFrom = null;
  }

  void detach() {
    node = null;
    item = null;
  }
}
