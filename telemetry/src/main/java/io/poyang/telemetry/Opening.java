package io.poyang.telemetry;

/**
 * Where an epoch begins: an edge's log starts a new one each time it is opened, under a fresh
 * number, and counts its batches on. So no number is ever given to two batches, not even by two
 * copies of one log, and whoever knows the chain of epochs knows where each of them ended.
 *
 * @param first the number of the epoch's first batch
 * @param previous the epoch before it; {@link #NONE} where the log began with this one
 */
public record Opening(long first, long previous) {
  public static final long NONE = 0;

  /** A log's very beginning. */
  public static final Opening OF_NEW_LOG = new Opening(1, NONE);

  public Opening {
    if (first < 1) {
      throw new IllegalArgumentException(
          "first batch of an epoch was " + first + " but batches are numbered from 1");
    }
  }
}
