package io.poyang.telemetry.quarantine;

import io.poyang.telemetry.EdgeId;
import java.time.Instant;
import java.util.Optional;

/**
 * One refused message, or the readings of one batch that were refused for one reason.
 *
 * @param key names the refused thing; the same thing refused again has the same key and counts once
 * @param edge the connection that carried it
 * @param subject what it was about: a signal id, a number of signals, or a topic
 * @param detail both sides of the mismatch and the mend, for people
 * @param content what was refused, for people: a line a reading ({@code signal time value
 *     quality}), or a message as UTF-8 where it is text or else Base64; at most {@link
 *     #MAX_CONTENT} characters
 * @param readings how many it holds; 0 where it cannot be known
 * @param original what may be read again once the cause is mended; empty where the sender still has
 *     it
 */
public record Refusal(
    String key,
    Instant receivedAt,
    EdgeId edge,
    Reason reason,
    String subject,
    String detail,
    String content,
    int readings,
    Optional<Original> original) {
  public static final int MAX_CONTENT = 4096;

  public Refusal {
    if (content.length() > MAX_CONTENT) {
      content = content.substring(0, MAX_CONTENT);
    }
  }

  /** A refusal of a single thing that cannot be read again. */
  public Refusal(
      String key,
      Instant receivedAt,
      EdgeId edge,
      Reason reason,
      String subject,
      String detail,
      String content) {
    this(key, receivedAt, edge, reason, subject, detail, content, 1, Optional.empty());
  }
}
