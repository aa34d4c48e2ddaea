package io.poyang.ingest.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.WireException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON of a device too small for an agent: one object or an array of them, each a
 * reading. A row that cannot be read is refused alone, as long as there are few. Thread-safe.
 */
final class JsonReadings {
  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 4096;
  private static final int LONGEST_NUMBER = 64;

  /** Of one message; where more of its rows cannot be read, it is refused as a whole. */
  private static final int MOST_REFUSALS = 1000;

  private final ObjectMapper json =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final int largest;

  /** Rows as readings, and the rows that are none. */
  record Rows(Batch.Builder readings, List<Refusal> refusals) {}

  /** A row that is refused, and why. */
  private static final class RowRefused extends RuntimeException {
    private final Reason reason;

    RowRefused(Reason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }
  }

  JsonReadings(int largest) {
    this.largest = largest;
  }

  /**
   * @throws WireException where the payload as a whole cannot be read
   */
  Rows read(EdgeAccess access, String topic, byte[] payload, Instant now) {
    JsonNode root = tree(payload);
    if (!root.isObject() && !root.isArray()) {
      throw new WireException(
          "payload must be an object or an array of objects, was " + kind(root));
    }
    Rows rows = new Rows(Batch.builder(), new ArrayList<>());
    int index = 0;
    // Once for the message: a quarter of a megabyte of bad rows would else be hashed for each.
    String key = "";
    for (JsonNode row : root.isArray() ? root : List.of(root)) {
      try {
        read(access, row, now, rows.readings());
      } catch (RowRefused e) {
        if (rows.refusals().size() == MOST_REFUSALS) {
          throw new WireException(
              "payload has more than "
                  + MOST_REFUSALS
                  + " rows that cannot be read, the last of them row "
                  + index
                  + ": "
                  + e.getMessage());
        }
        key = key.isEmpty() ? Refusals.messageKey(topic, payload, access.edge()) : key;
        rows.refusals()
            .add(
                Refusals.part(
                    key + " row " + index,
                    topic,
                    row.toString(),
                    access.edge(),
                    now,
                    e.reason,
                    "row " + index + ": " + e.getMessage()));
      }
      index++;
    }
    return rows;
  }

  private JsonNode tree(byte[] payload) {
    if (payload.length > largest) {
      throw new WireException(
          "payload has " + payload.length + " bytes but at most " + largest + " are read");
    }
    try {
      return json.readTree(payload);
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new WireException("payload is not JSON: " + what, e);
    }
  }

  private static void read(EdgeAccess access, JsonNode row, Instant now, Batch.Builder into) {
    if (!row.isObject()) {
      throw new RowRefused(
          Reason.TYPE_CONFLICT, "must be an object with point and value, was " + kind(row));
    }
    SignalId signal = signal(access, row);
    int status = status(row.path("quality"));
    into.add(
        signal,
        at(row.path("at"), now),
        value(row.path("value"), status),
        status,
        flag(row.path("flag")));
  }

  private static SignalId signal(EdgeAccess access, JsonNode row) {
    try {
      return new SignalId(site(access, row.path("site")), text(row, "point"));
    } catch (IllegalArgumentException e) {
      throw new RowRefused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static SiteId site(EdgeAccess access, JsonNode node) {
    if (!node.isMissingNode()) {
      if (!node.isTextual()) {
        throw new RowRefused(Reason.TYPE_CONFLICT, "site must be a text, was " + kind(node));
      }
      return new SiteId(node.asText());
    }
    if (access.sites().size() != 1) {
      throw new RowRefused(
          Reason.MALFORMED,
          "site is missing and edge "
              + access.edge()
              + " serves several: "
              + access.sortedSites()
              + "; name one of them");
    }
    return access.sites().iterator().next();
  }

  private static String text(JsonNode row, String field) {
    JsonNode node = row.path(field);
    if (node.isMissingNode()) {
      throw new RowRefused(Reason.MALFORMED, field + " is missing");
    }
    if (!node.isTextual()) {
      throw new RowRefused(Reason.TYPE_CONFLICT, field + " must be a text, was " + kind(node));
    }
    return node.asText();
  }

  private static long at(JsonNode node, Instant now) {
    if (node.isMissingNode()) {
      return now.toEpochMilli();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.asLong();
    }
    if (!node.isTextual()) {
      throw new RowRefused(
          Reason.TYPE_CONFLICT,
          "at must be whole epoch milliseconds or an ISO 8601 text, was " + kind(node));
    }
    try {
      return OffsetDateTime.parse(node.asText()).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new RowRefused(
          Reason.MALFORMED,
          "at was '" + node.asText() + "' but must look like 2026-03-01T08:00:00.250+08:00");
    }
  }

  private static double value(JsonNode node, int status) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    if (node.isBoolean()) {
      return node.asBoolean() ? 1 : 0;
    }
    if ((node.isNull() || node.isMissingNode()) && !Quality.isGood(status)) {
      return Double.NaN;
    }
    throw new RowRefused(
        Reason.TYPE_CONFLICT, "value must be a number or a boolean, was " + kind(node));
  }

  private static int status(JsonNode node) {
    if (node.isMissingNode()) {
      return Quality.STATUS_GOOD;
    }
    if (node.isTextual()) {
      return switch (node.asText()) {
        case "good" -> Quality.STATUS_GOOD;
        case "uncertain" -> Quality.STATUS_UNCERTAIN;
        case "bad" -> Quality.STATUS_BAD;
        default ->
            throw new RowRefused(
                Reason.MALFORMED,
                "quality was '" + node.asText() + "' but must be good, uncertain or bad");
      };
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new RowRefused(
          Reason.TYPE_CONFLICT, "quality must be a word or an OPC UA status, was " + kind(node));
    }
    long status = node.asLong();
    if (status < 0 || status > 0xBFFF_FFFFL) {
      throw new RowRefused(
          Reason.MALFORMED,
          "quality was " + status + " but an OPC UA status is 0..3221225471 (0xBFFFFFFF)");
    }
    return (int) status;
  }

  private static char flag(JsonNode node) {
    if (node.isMissingNode()) {
      return Quality.NO_FLAG;
    }
    if (!node.isTextual()) {
      throw new RowRefused(Reason.TYPE_CONFLICT, "flag must be a text, was " + kind(node));
    }
    String flag = node.asText();
    if (flag.length() != 1 || flag.charAt(0) <= ' ' || flag.charAt(0) > '~') {
      throw new RowRefused(
          Reason.MALFORMED, "flag was '" + flag + "' but must be one printable ASCII letter");
    }
    return flag.charAt(0);
  }

  private static String kind(JsonNode node) {
    return node.isMissingNode()
        ? "missing"
        : switch (node.getNodeType()) {
          case STRING -> "a text";
          case OBJECT -> "an object";
          case ARRAY -> "an array";
          case NULL -> "null";
          case BOOLEAN -> "a boolean";
          case NUMBER -> "the number " + node.asText();
          default -> "nothing";
        };
  }
}
