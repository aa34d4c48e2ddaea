package io.poyang.telemetry.quarantine;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The shelf for what was refused. Durable: {@link #put} returns after the disk has it, so that the
 * sender may be acknowledged. Any thread may call.
 */
public interface Quarantine {
  /** Keeps the refusals; one with a known key replaces the earlier. */
  void put(Collection<Refusal> refusals);

  long count();

  Map<Reason, Long> countByReason();

  /**
   * Refusals, newest first.
   *
   * @param before only those with a smaller {@link Kept#number}; {@code Long.MAX_VALUE} for the
   *     newest
   */
  List<Kept> list(long before, int limit);

  /** A kept refusal with its place in the quarantine's own order. */
  record Kept(long number, Refusal refusal) {}
}
