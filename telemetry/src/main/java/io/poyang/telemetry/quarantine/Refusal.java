package io.poyang.telemetry.quarantine;

import io.poyang.telemetry.EdgeId;
import java.time.Instant;

/**
 * One refused reading or one refused message.
 *
 * @param key names the refused thing; the same thing refused again has the same key and counts once
 * @param edge the connection that carried it
 * @param subject what it was about: a signal id, or a topic
 * @param detail both sides of the mismatch and the mend, for people
 * @param content what was refused, as text for a reading ({@code signal time value quality}), as
 *     UTF-8 where it is text or else Base64 for a message; at most {@link #MAX_CONTENT} characters
 */
public record Refusal(
    String key,
    Instant receivedAt,
    EdgeId edge,
    Reason reason,
    String subject,
    String detail,
    String content) {
  public static final int MAX_CONTENT = 4096;

  public Refusal {
    if (content.length() > MAX_CONTENT) {
      content = content.substring(0, MAX_CONTENT);
    }
  }
}
