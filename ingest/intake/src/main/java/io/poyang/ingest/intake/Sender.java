package io.poyang.ingest.intake;

/**
 * Waits for receipts. Called on the scribe's thread only: {@link #settled} or {@link #refused} once
 * for each of its deliveries, then {@link #settle} once for the group, so that a sender
 * acknowledges many messages in one go. None may block.
 */
public interface Sender {
  /** The delivery is safe on disk. */
  void settled(int ticket, int weight);

  /** The delivery was not taken and is not to be sent again as it is. */
  void refused(int ticket, int weight, String why);

  void settle();
}
