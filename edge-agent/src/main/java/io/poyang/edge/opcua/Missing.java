package io.poyang.edge.opcua;

import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap.Cause;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one signal has lost, until the server's history gives it back or a gap tells of it.
 *
 * <p>Where nobody knows what the server had meanwhile, the loss is open until the next value: its
 * source time says until when something may be missing, or that nothing is.
 */
final class Missing {
  private final Map<Cause, Loss> losses = new EnumMap<>(Cause.class);
  private @Nullable Open open;

  /**
   * @param shown the source time of the last value
   * @param from the earliest that may be missing: it may have been read again, unchanged
   */
  private record Open(Cause cause, Instant shown, Instant from) {
    Loss until(Instant at) {
      Instant earliest = at.isAfter(from) ? from : shown.plusMillis(1);
      return new Loss(earliest, at.minusMillis(1), OptionalLong.empty());
    }
  }

  /** Something may be missing from here on, after the value of a source time. */
  void open(Cause cause, Instant shown, Instant from) {
    if (open == null) {
      open = new Open(cause, shown, from);
    }
  }

  boolean isOpen() {
    return open != null;
  }

  /**
   * A value came that the server took at this time: nothing between it and now is missing, since
   * the server shows its newest; nothing at all, where it is no newer than what was known.
   */
  void close(Instant at) {
    Open closed = open;
    open = null;
    if (closed != null && at.isAfter(closed.shown().plusMillis(1))) {
      add(closed.cause(), closed.until(at));
    }
  }

  void add(Cause why, Loss loss) {
    losses.merge(why, loss, Loss::and);
  }

  /** History has given back everything up to here, included. */
  void filledTo(Instant until) {
    Instant next = until.plusMillis(1);
    if (open != null && open.from().isBefore(next)) {
      open = new Open(open.cause(), until, next);
    }
    losses.values().removeIf(loss -> loss.to().isBefore(next));
    losses.replaceAll(
        (why, loss) ->
            loss.from().isBefore(next) ? new Loss(next, loss.to(), OptionalLong.empty()) : loss);
  }

  void clear() {
    open = null;
    losses.clear();
  }

  /** What is certain by now; it is this object's no more. */
  Map<Cause, Loss> take() {
    Map<Cause, Loss> taken = new EnumMap<>(Cause.class);
    taken.putAll(losses);
    losses.clear();
    return taken;
  }

  /** The earliest time that may be missing; null where nothing is. */
  @Nullable Instant earliest() {
    Instant earliest = open == null ? null : open.from();
    for (Loss loss : losses.values()) {
      earliest = earliest == null || loss.from().isBefore(earliest) ? loss.from() : earliest;
    }
    return earliest;
  }
}
