package io.poyang.telemetry;

import java.util.List;

/**
 * Told of every batch that the store has committed, in commit order, before the edge is
 * acknowledged.
 *
 * <p>Called on the intake's writer thread: an implementation hands the batches to its own loop and
 * returns at once. It may conflate or drop for itself; it must never slow the road.
 */
@FunctionalInterface
public interface CommitListener {
  void committed(List<Batch> batches);
}
