package io.poyang.telemetry.quarantine;

import io.poyang.telemetry.EdgeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shelf for what was refused. Durable: {@link #put} returns after the disk has it, so that the
 * sender may be acknowledged. Any thread may call.
 *
 * <p>Bounded for each edge and as a whole: the oldest refusals make room for the newest, settled
 * ones first, and what is lost by it is a gap of that edge.
 */
public interface Quarantine {
  /** Keeps the refusals; one with a known key replaces the earlier, and is open again. */
  void put(Collection<Refusal> refusals);

  /** Refusals that are not settled. */
  long count();

  /** Refusals that are not settled. */
  Map<Reason, Long> countByReason();

  /**
   * Refusals, newest first.
   *
   * @param before only those with a smaller {@link Kept#number}; {@code Long.MAX_VALUE} for the
   *     newest
   */
  List<Kept> list(Filter filter, long before, int limit);

  Optional<Kept> find(long number);

  /** Marks refusals as done with; unknown and settled ones stay as they are. */
  void settle(Collection<Long> numbers, Settlement settlement);

  /** A kept refusal with its place in the quarantine's own order; empty settlement while open. */
  record Kept(long number, Refusal refusal, Optional<Settlement> settlement) {}

  /** What became of a refusal in the end, and why in somebody's words. */
  record Settlement(Outcome outcome, Instant at, String why) {}

  enum Outcome {
    /** Its readings have been stored after all. */
    REPLAYED,
    /** Somebody has decided that it is not wanted. */
    DISCARDED
  }

  /**
   * Which refusals.
   *
   * @param settled whether those that are settled count too
   */
  record Filter(Optional<EdgeId> edge, Optional<Reason> reason, boolean settled) {
    public static final Filter OPEN = new Filter(Optional.empty(), Optional.empty(), false);

    public boolean matches(Kept kept) {
      return (settled || kept.settlement().isEmpty())
          && edge.map(kept.refusal().edge()::equals).orElse(true)
          && reason.map(kept.refusal().reason()::equals).orElse(true);
    }
  }
}
