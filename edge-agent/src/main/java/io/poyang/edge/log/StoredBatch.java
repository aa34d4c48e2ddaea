package io.poyang.edge.log;

/**
 * A batch as it lies in the log: its number, what is in it, and the very bytes that are sent.
 *
 * @param gaps how many losses it tells of; such a batch has no readings
 * @param firstAtMillis the earliest source time in it, epoch milliseconds
 * @param lastAtMillis the latest source time in it, epoch milliseconds
 */
public record StoredBatch(
    long epoch,
    long sequence,
    int readings,
    int gaps,
    long firstAtMillis,
    long lastAtMillis,
    byte[] payload) {
  @Override
  public String toString() {
    return "batch " + sequence + " of " + readings + " readings, " + payload.length + " bytes";
  }
}
