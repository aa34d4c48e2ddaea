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
      if (!root.path("atMillis").canConvertToExactIntegral()) {
        throw new WireException(
            "edge status: atMillis must be epoch milliseconds, was " + root.path("atMillis"));
      }
      List<SourceReport> sources = new ArrayList<>();
      for (JsonNode source : root.path("sources")) {
        sources.add(
            new SourceReport(
                source.path("name").asText(),
                source.path("connected").asBoolean(),
                source.path("detail").asText()));
      }
      return new Report(
          Duration.ofMillis(root.path("atMillis").asLong() - receivedAt.toEpochMilli()),
          root.path("backlogBatches").asLong(),
          root.path("backlogReadings").asLong(),
          List.copyOf(sources));
    } catch (IOException e) {
      throw new WireException("edge status cannot be read: " + e.getMessage(), e);
    }
  }
}
