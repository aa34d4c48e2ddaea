package io.poyang.telemetry.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns what an edge says of itself into the JSON of the status topic and back. Thread-safe. */
public final class StatusCodec {
  /** The year 9999: no clock is off by more, and the difference can be counted with. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  // What an edge says of itself is kept as long as it is connected, so it has bounds.
  private static final int MOST_SOURCES = 1000;
  private static final int LONGEST_TEXT = 500;

  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param now the edge's clock
   */
  public byte[] encode(
      Instant now, long backlogBatches, long backlogReadings, List<SourceReport> sources) {
    ObjectNode root = json.createObjectNode();
    root.put("atMillis", now.toEpochMilli());
    root.put("backlogBatches", backlogBatches);
    root.put("backlogReadings", backlogReadings);
    ArrayNode list = root.putArray("sources");
    for (SourceReport source : sources) {
      list.addObject()
          .put("name", source.name())
          .put("connected", source.connected())
          .put("detail", source.detail());
    }
    try {
      return json.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new WireException("edge status cannot be written", e);
    }
  }

  /**
   * @param receivedAt the receiver's clock, against which the edge's is measured
   * @throws WireException where the bytes are no status
   */
  public Report decode(byte[] payload, Instant receivedAt) {
    try {
      JsonNode root = json.readTree(payload);
      JsonNode at = root.path("atMillis");
      if (!at.canConvertToExactIntegral()
          || !at.canConvertToLong()
          || at.asLong() < -LATEST_MILLIS
          || at.asLong() > LATEST_MILLIS) {
        throw new WireException("edge status: atMillis must be epoch milliseconds, was " + at);
      }
      JsonNode list = root.path("sources");
      if (list.size() > MOST_SOURCES) {
        throw new WireException(
            "edge status: " + list.size() + " sources but at most " + MOST_SOURCES + " are kept");
      }
      List<SourceReport> sources = new ArrayList<>();
      for (JsonNode source : list) {
        sources.add(
            new SourceReport(
                text(source, "name"),
                source.path("connected").asBoolean(),
                text(source, "detail")));
      }
      return new Report(
          Duration.ofMillis(at.asLong() - receivedAt.toEpochMilli()),
          root.path("backlogBatches").asLong(),
          root.path("backlogReadings").asLong(),
          List.copyOf(sources));
    } catch (IOException e) {
      throw new WireException("edge status cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
