package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Words refusals, so that the same thing refused again has the same key. */
public final class Refusals {
  private static final int KEY_BYTES = 12;

  private Refusals() {}

  /** One reading, known by its signal and time. */
  public static Refusal reading(
      Batch batch, int run, int index, EdgeId edge, Instant now, Reason reason, String detail) {
    SignalId signal = batch.signal(run);
    return new Refusal(
        edge + " " + signal + "@" + batch.atMillis(index),
        now,
        edge,
        reason,
        signal.toString(),
        "signal " + signal + ": " + detail,
        text(batch, run, index));
  }

  /** A batch as a whole, known by its number. */
  public static Refusal batch(Batch batch, EdgeId edge, Instant now, Reason reason, String detail) {
    StringBuilder content = new StringBuilder();
    for (int run = 0; run < batch.runs(); run++) {
      for (int i = batch.start(run); i < batch.end(run); i++) {
        if (content.length() > Refusal.MAX_CONTENT) {
          return named(batch, edge, now, reason, detail, content.toString());
        }
        content.append(text(batch, run, i)).append('\n');
      }
    }
    return named(batch, edge, now, reason, detail, content.toString());
  }

  /** A copied log, known by its epoch; its edge keeps what it has. */
  static Refusal copied(BatchId batch, Instant now, String detail) {
    String epoch = Long.toUnsignedString(batch.epoch(), 36);
    return new Refusal(
        batch.edge() + " copied epoch " + epoch,
        now,
        batch.edge(),
        Reason.COPIED_LOG,
        "epoch " + epoch,
        detail,
        "batch " + batch,
        0,
        Optional.empty());
  }

  private static Refusal named(
      Batch batch, EdgeId edge, Instant now, Reason reason, String detail, String content) {
    return new Refusal(
        edge + " batch " + batch.id(),
        now,
        edge,
        reason,
        "batch " + batch.id(),
        "batch " + batch.id() + ": " + detail,
        content);
  }

  private static String text(Batch batch, int run, int index) {
    return batch.signal(run)
        + " "
        + Instant.ofEpochMilli(batch.atMillis(index))
        + " "
        + batch.value(index)
        + " "
        + Quality.of(batch.status(index), batch.flag(index));
  }

  /** A message, known by its topic and its bytes. */
  public static Refusal message(
      String topic, byte[] payload, EdgeId edge, Instant now, Reason reason, String detail) {
    return new Refusal(
        messageKey(topic, payload, edge), now, edge, reason, topic, detail, content(payload));
  }

  /** A key for a message, and with a suffix for a part of it. */
  public static String messageKey(String topic, byte[] payload, EdgeId edge) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(payload);
      return edge + " " + topic + " " + HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String content(byte[] payload) {
    int length = Math.min(payload.length, Refusal.MAX_CONTENT);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      if (text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Not a text: told as Base64.
    }
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(payload, length * 3 / 4));
  }
}
