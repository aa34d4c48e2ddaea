package io.poyang.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.chaos.verify.Stretch;
import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the server itself says of an edge's data: its answer to {@code GET /api/continuity}.
 *
 * @param verdict in the API's word
 * @param missing batches that the server knows to be missing without a reason
 * @param stored readings that the server counts in its store, where it does
 * @param gaps what was declared lost
 */
record Certificate(
    EdgeId edge, String verdict, long missing, OptionalLong stored, List<Stretch> gaps) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The period of a certificate ends with a full hour, which is later than the newest reading. */
  private static final Set<String> GOOD = Set.of("complete", "gaps-declared", "under-way");

  static Certificate of(int port, EdgeId edge, Instant from, Instant to)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/continuity?edge=%s&from=%d&to=%d"
                .formatted(port, edge, from.toEpochMilli(), to.toEpochMilli()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ChaosException(
            "the server gives no certificate of edge %s: %d %s"
                .formatted(edge, answer.statusCode(), answer.body()));
      }
      return read(edge, answer.body());
    }
  }

  static Certificate read(EdgeId edge, String json) throws IOException {
    JsonNode root = new ObjectMapper().readTree(json);
    JsonNode totals = root.get("totals");
    JsonNode stored = root.get("store").get("readings");
    List<Stretch> gaps = new ArrayList<>();
    for (JsonNode gap : root.get("gaps")) {
      Set<String> signals = new HashSet<>();
      gap.get("signals").forEach(signal -> signals.add(signal.asText()));
      gaps.add(
          new Stretch(
              Instant.ofEpochMilli(gap.get("from").asLong()),
              Instant.ofEpochMilli(gap.get("to").asLong()),
              signals));
    }
    return new Certificate(
        edge,
        root.get("verdict").asText(),
        totals.get("missing").asLong() + totals.get("beyond").asLong(),
        stored.isNull() ? OptionalLong.empty() : OptionalLong.of(stored.asLong()),
        List.copyOf(gaps));
  }

  boolean good() {
    return GOOD.contains(verdict) && missing == 0;
  }
}
