package io.poyang.ingest.intake;

/**
 * Waits for receipts. Called on the scribe's thread only: {@link #settled} once for each of its
 * deliveries that is safe on disk, then {@link #settle} once for the group, so that a sender
 * acknowledges many messages in one go. Neither may block.
 */
public interface Sender {
  void settled(int ticket, int weight);

  void settle();
}
