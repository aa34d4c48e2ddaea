package io.poyang.edge.log;

/** What the log holds that ingest has not acknowledged. */
public record Backlog(long batches, long readings, long bytes) {
  public static final Backlog EMPTY = new Backlog(0, 0, 0);

  Backlog plus(Backlog other) {
    return new Backlog(batches + other.batches, readings + other.readings, bytes + other.bytes);
  }

  Backlog minus(Backlog other) {
    return new Backlog(batches - other.batches, readings - other.readings, bytes - other.bytes);
  }
}
