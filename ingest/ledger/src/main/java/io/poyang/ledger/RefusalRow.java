package io.poyang.ledger;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal as a row. */
final class RefusalRow {
  static final String PUT =
      """
      INSERT INTO refusal
        (number, refusal_key, received_at, edge, reason, subject, detail, content, readings,
         topic, original, weight, settled)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      ON CONFLICT (refusal_key) DO UPDATE SET received_at = excluded.received_at,
        edge = excluded.edge, reason = excluded.reason, subject = excluded.subject,
        detail = excluded.detail, content = excluded.content, readings = excluded.readings,
        topic = excluded.topic, original = excluded.original, weight = excluded.weight,
        settled = 0, outcome = NULL, settled_at = NULL, settled_why = NULL""";

  static final String SELECT =
      """
      SELECT number, refusal_key, received_at, edge, reason, subject, detail, content, readings,
        topic, original, outcome, settled_at, settled_why
      FROM refusal""";

  /** What a row takes beside its texts and bytes, its places in the indexes included. */
  private static final int FIXED_WEIGHT = 200;

  private RefusalRow() {}

  static void set(PreparedStatement put, long number, Refusal refusal) throws SQLException {
    put.setLong(1, number);
    put.setString(2, refusal.key());
    put.setLong(3, refusal.receivedAt().toEpochMilli());
    put.setString(4, refusal.edge().value());
    put.setString(5, refusal.reason().name());
    put.setString(6, refusal.subject());
    put.setString(7, refusal.detail());
    put.setString(8, refusal.content());
    put.setInt(9, refusal.readings());
    put.setString(10, refusal.original().map(Original::topic).orElse(null));
    put.setBytes(11, refusal.original().map(Original::payload).orElse(null));
    put.setLong(12, weight(refusal));
  }

  static long weight(Refusal refusal) {
    return FIXED_WEIGHT
        + bytes(refusal.key())
        + bytes(refusal.subject())
        + bytes(refusal.detail())
        + bytes(refusal.content())
        + refusal.original().map(kept -> bytes(kept.topic()) + kept.payload().length).orElse(0L);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static Kept kept(ResultSet row) throws SQLException {
    String topic = row.getString(10);
    String outcome = row.getString(12);
    Refusal refusal =
        new Refusal(
            row.getString(2),
            Instant.ofEpochMilli(row.getLong(3)),
            new EdgeId(row.getString(4)),
            Reason.valueOf(row.getString(5)),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getInt(9),
            topic == null ? Optional.empty() : Optional.of(original(topic, row.getBytes(11))));
    return new Kept(
        row.getLong(1),
        refusal,
        outcome == null
            ? Optional.empty()
            : Optional.of(
                new Settlement(
                    Outcome.valueOf(outcome),
                    Instant.ofEpochMilli(row.getLong(13)),
                    row.getString(14))));
  }

  /** SQLite has no bytes where there are none, and gives null for them. */
  private static Original original(String topic, byte @Nullable [] bytes) {
    return new Original(topic, bytes == null ? new byte[0] : bytes);
  }
}
