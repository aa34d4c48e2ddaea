package io.poyang.telemetry.quarantine;

import java.util.concurrent.CompletionStage;

/**
 * Stores what was refused, once its cause is mended. Any thread may call.
 *
 * <p>The original is read and judged again as its edge's. What is admitted by now takes the road of
 * every other reading; when the stage completes it is safe on disk and the refusal is {@linkplain
 * Quarantine.Outcome#REPLAYED settled}, with whatever is still refused kept as a refusal of its
 * own. Where nothing is admitted the refusal stays as it is.
 *
 * <p>While the store is away the stage waits as an edge would: it fails when the server closes. A
 * replay that was cut off may be asked for again, since the same reading is stored once.
 */
@FunctionalInterface
public interface Replayer {
  CompletionStage<Replayed> replay(long number, Repair repair);

  /**
   * What became of it.
   *
   * @param stored readings, or announcements, that are in the store by now
   * @param refused those that are not
   * @param detail a line for people: why not, also where there was nothing to replay, because the
   *     refusal is unknown, settled or without an original
   */
  record Replayed(int stored, int refused, String detail) {}
}
