package io.poyang.telemetry.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns an {@link Announcement} into the JSON of the catalogue topic and back. Thread-safe. */
public final class AnnouncementCodec {
  private final ObjectMapper json = new ObjectMapper();

  public byte[] encode(Announcement announcement) {
    ObjectNode root = json.createObjectNode();
    root.put("edge", announcement.edge().value());
    ObjectNode site = root.putObject("site");
    site.put("id", announcement.site().id().value());
    site.put("kind", announcement.site().kind().label());
    site.set("name", encode(announcement.site().name()));
    ArrayNode signals = root.putArray("signals");
    announcement.signals().forEach(signal -> signals.add(encode(signal)));
    try {
      return json.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new WireException(
          "announcement of edge " + announcement.edge() + " cannot be written", e);
    }
  }

  /** A signal as one JSON object, the form in which it is announced and listed. */
  public ObjectNode encode(Signal signal) {
    ObjectNode node = json.createObjectNode();
    node.put("point", signal.id().point());
    node.put("device", signal.device());
    node.set("name", encode(signal.name()));
    node.put("unit", signal.unit());
    node.put("quantity", signal.quantity());
    Range range = signal.range();
    if (range != null) {
      node.putArray("range").add(range.low()).add(range.high());
    }
    if (signal.hj212() != null) {
      node.put("hj212", signal.hj212());
    }
    node.put("maxSilence", signal.maxSilence().toString());
    if (!signal.states().isEmpty()) {
      ObjectNode states = node.putObject("states");
      signal.states().forEach((state, name) -> states.set(String.valueOf(state), encode(name)));
    }
    return node;
  }

  private ObjectNode encode(Name name) {
    return json.createObjectNode().put("zh", name.zh()).put("en", name.en());
  }

  /**
   * @throws WireException where the bytes are no announcement; the message names the field
   */
  public Announcement decode(byte[] payload) {
    try {
      JsonNode root = json.readTree(payload);
      SiteId site = new SiteId(text(root.at("/site"), "site", "id"));
      List<Signal> signals = new ArrayList<>();
      for (JsonNode signal : root.path("signals")) {
        signals.add(signal(site, signal));
      }
      return new Announcement(
          new EdgeId(text(root, "announcement", "edge")),
          new Site(
              site,
              SiteKind.of(text(root.at("/site"), "site", "kind")),
              name(root.at("/site/name"), "site")),
          signals);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new WireException("announcement cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads one signal of a site, as {@link #encode(Signal)} wrote it. */
  public Signal signal(SiteId site, JsonNode node) {
    String point = text(node, "signal", "point");
    return new Signal(
        new SignalId(site, point),
        text(node, point, "device"),
        name(node.path("name"), point),
        text(node, point, "unit"),
        text(node, point, "quantity"),
        range(node.path("range"), point),
        node.hasNonNull("hj212") ? node.get("hj212").asText() : null,
        Duration.parse(text(node, point, "maxSilence")),
        states(node.path("states"), point));
  }

  private static @Nullable Range range(JsonNode node, String owner) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isArray() || node.size() != 2 || !node.get(0).isNumber() || !node.get(1).isNumber()) {
      throw new WireException(owner + ": range must be [low, high], was " + node);
    }
    return new Range(node.get(0).asDouble(), node.get(1).asDouble());
  }

  private static SortedMap<Integer, Name> states(JsonNode node, String owner) {
    SortedMap<Integer, Name> states = new TreeMap<>();
    for (Map.Entry<String, JsonNode> state : node.properties()) {
      states.put(Integer.valueOf(state.getKey()), name(state.getValue(), owner));
    }
    return states;
  }

  private static Name name(JsonNode node, String owner) {
    return new Name(text(node, owner + " name", "zh"), text(node, owner + " name", "en"));
  }

  private static String text(JsonNode node, String owner, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new WireException(
          owner
              + ": "
              + field
              + " must be a text, was "
              + (value.isMissingNode() ? "missing" : value));
    }
    return value.asText();
  }
}
