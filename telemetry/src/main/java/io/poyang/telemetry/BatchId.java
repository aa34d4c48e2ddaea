package io.poyang.telemetry;

/**
 * The number of a batch. An epoch is one {@linkplain Opening opening} of an edge's log; sequences
 * run on from one to the next and have no holes, so whoever knows the sequences knows what is
 * missing.
 */
public record BatchId(EdgeId edge, long epoch, long sequence) {
  public BatchId {
    if (sequence < 1) {
      throw new IllegalArgumentException(
          "batch sequence of edge " + edge + " was " + sequence + " but starts at 1");
    }
  }

  @Override
  public String toString() {
    return edge + "#" + Long.toUnsignedString(epoch, 36) + "/" + sequence;
  }
}
