package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Words refusals, so that the same thing refused again has the same key. */
final class Refusals {
  private static final int KEY_BYTES = 12;
  private static final String EPOCH = "epoch ";
  private static final int MOST_COPIES = 1000;

  private Refusals() {}

  /** Readings of one batch that are refused for one reason. */
  static Refusal readings(
      Batch refused, EdgeId edge, BatchCodec codec, Instant now, Reason reason, String detail) {
    byte[] payload = codec.encode(refused);
    String key =
        refused.id().epoch() == Reception.UNNUMBERED
            ? contentKey(refused, edge, codec)
            : batchKey(refused, edge, payload);
    String subject = subject(refused);
    return new Refusal(
        key + " " + reason.label(),
        now,
        edge,
        reason,
        subject,
        (refused.runs() == 1 ? "signal " : "") + subject + ": " + detail,
        content(refused),
        refused.size(),
        Optional.of(new Original(Topics.live(edge), payload)));
  }

  /** A batch is known by its number and content. */
  private static String batchKey(Batch batch, EdgeId edge, byte[] payload) {
    int checksum = batch.header().checksum();
    return edge
        + " batch "
        + batch.id()
        + " "
        + Integer.toHexString(checksum == 0 ? BatchCodec.checksum(payload) : checksum);
  }

  /** What a device repeats has another number here each time, so its content alone tells. */
  private static String contentKey(Batch batch, EdgeId edge, BatchCodec codec) {
    BatchId none = new BatchId(edge, Reception.UNNUMBERED, 1);
    Batch.Header header = new Batch.Header(none, Opening.OF_NEW_LOG, List.of(), 0);
    return messageKey("readings", codec.encode(batch.with(header)), edge);
  }

  private static String subject(Batch batch) {
    if (batch.runs() == 1) {
      return batch.signal(0).toString();
    }
    Set<SiteId> sites = new TreeSet<>();
    for (int run = 0; run < batch.runs(); run++) {
      sites.add(batch.signal(run).site());
    }
    return batch.runs()
        + " signals of "
        + (sites.size() == 1 ? sites.iterator().next() : sites.size() + " sites");
  }

  private static String content(Batch batch) {
    StringBuilder content = new StringBuilder();
    for (int run = 0; run < batch.runs(); run++) {
      for (int i = batch.start(run); i < batch.end(run); i++) {
        if (content.length() > Refusal.MAX_CONTENT) {
          return content.toString();
        }
        content.append(content.isEmpty() ? "" : "\n").append(text(batch, run, i));
      }
    }
    return content.toString();
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

  /** A copied log, known by its epoch; its edge keeps what it has. */
  static Refusal copied(BatchId batch, Instant now, String detail) {
    String epoch = Long.toUnsignedString(batch.epoch(), 36);
    return new Refusal(
        batch.edge() + " copied epoch " + epoch,
        now,
        batch.edge(),
        Reason.COPIED_LOG,
        EPOCH + epoch,
        detail,
        "batch " + batch,
        0,
        Optional.empty());
  }

  /** The first batch of each epoch of an edge that is kept as a copied one, settled or not. */
  static List<BatchId> copies(Quarantine quarantine, EdgeId edge) {
    Filter copies = new Filter(Optional.of(edge), Optional.of(Reason.COPIED_LOG), true);
    return quarantine.list(copies, Long.MAX_VALUE, MOST_COPIES).stream()
        .map(kept -> batch(edge, kept.refusal()))
        .toList();
  }

  private static BatchId batch(EdgeId edge, Refusal copied) {
    String epoch = copied.subject().substring(EPOCH.length());
    String sequence = copied.content().substring(copied.content().lastIndexOf('/') + 1);
    return new BatchId(edge, Long.parseUnsignedLong(epoch, 36), Long.parseLong(sequence));
  }

  /** A message, known by its topic and its bytes. */
  static Refusal message(
      String topic, byte[] payload, EdgeId edge, Instant now, Reason reason, String detail) {
    return new Refusal(
        messageKey(topic, payload, edge),
        now,
        edge,
        reason,
        topic,
        detail,
        content(payload),
        0,
        Optional.of(new Original(topic, payload)));
  }

  /** A part of a message, such as a row of JSON. */
  static Refusal part(
      String key,
      String topic,
      String part,
      EdgeId edge,
      Instant now,
      Reason reason,
      String detail) {
    return new Refusal(
        key,
        now,
        edge,
        reason,
        topic,
        detail,
        part,
        1,
        Optional.of(new Original(topic, part.getBytes(StandardCharsets.UTF_8))));
  }

  /** A key for a message, and with a suffix for a part of it. */
  static String messageKey(String topic, byte[] payload, EdgeId edge) {
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
    return Base64.getEncoder().encodeToString(Arrays.copyOf(payload, length * 3 / 4));
  }
}
