package io.poyang.console.quarantine;

import io.poyang.console.http.Problem;
import io.poyang.console.quarantine.Selection.Matching;
import io.poyang.console.quarantine.Selection.Numbers;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Repair;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with refusals.
 *
 * @param repair of a replay
 * @param why of a discard, else empty
 */
record Order(Selection what, Repair repair, String why) {
  private static final Duration LONGEST_SHIFT = Duration.ofDays(36_525);
  private static final int MOST_RENAMES = 100;
  private static final int LONGEST_WHY = 500;
  private static final Set<String> SELECTION = Set.of("numbers", "edge", "reason", "before");

  static Order replay(@Nullable Buffer body) {
    JsonObject order = parsed(body, "repair");
    return new Order(selection(order), repair(order), "");
  }

  static Order discard(@Nullable Buffer body) {
    JsonObject order = parsed(body, "why");
    Object why = order.getValue("why");
    if (!(why instanceof String text) || text.isBlank() || text.length() > LONGEST_WHY) {
      throw wrong(
          "why", why, "a text of 1.." + LONGEST_WHY + " characters, for whoever asks later");
    }
    return new Order(selection(order), Repair.NONE, text.strip());
  }

  private static JsonObject parsed(@Nullable Buffer body, String ownKey) {
    JsonObject order;
    try {
      order = body == null || body.length() == 0 ? null : body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      order = null;
    }
    if (order == null) {
      throw Problem.badRequest(
              "the body must be a JSON object such as {\"numbers\":[12,13]} or"
                  + " {\"edge\":\"north-edge\",\"reason\":\"future\"}")
          .asException();
    }
    for (String key : order.fieldNames()) {
      if (!SELECTION.contains(key) && !key.equals(ownKey)) {
        TreeSet<String> known = new TreeSet<>(SELECTION);
        known.add(ownKey);
        throw Problem.badRequest(
                "'" + key + "' is not known here; known are " + String.join(", ", known))
            .asException();
      }
    }
    return order;
  }

  private static Selection selection(JsonObject order) {
    if (order.containsKey("numbers")) {
      if (order.containsKey("edge") || order.containsKey("reason") || order.containsKey("before")) {
        throw Problem.badRequest("numbers and a filter (edge, reason, before) exclude each other")
            .asException();
      }
      return new Numbers(numbers(order.getValue("numbers")));
    }
    if (!order.containsKey("edge") && !order.containsKey("reason")) {
      throw Problem.badRequest(
              "nothing says which refusals are meant: give numbers, or edge, reason or both")
          .asException();
    }
    Object before = order.getValue("before", Long.MAX_VALUE);
    if (!isWhole(before) || ((Number) before).longValue() < 1) {
      throw wrong("before", before, "a whole number 1 or more, the next of the answer before");
    }
    return new Matching(
        new Filter(
            Optional.ofNullable(order.getValue("edge")).map(Order::edge),
            Optional.ofNullable(order.getValue("reason")).map(Reasons::of),
            false),
        ((Number) before).longValue());
  }

  private static List<Long> numbers(@Nullable Object value) {
    if (!(value instanceof JsonArray list)
        || list.isEmpty()
        || list.size() > Selection.MOST
        || !list.stream().allMatch(Order::isWhole)) {
      throw wrong("numbers", value, "a list of 1.." + Selection.MOST + " whole numbers");
    }
    return list.stream().map(number -> ((Number) number).longValue()).distinct().toList();
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static EdgeId edge(Object value) {
    try {
      return new EdgeId(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).asException();
    }
  }

  private static Repair repair(JsonObject order) {
    Object value = order.getValue("repair", new JsonObject());
    if (!(value instanceof JsonObject repair)
        || !Set.of("shiftMillis", "rename").containsAll(repair.fieldNames())) {
      throw wrong("repair", value, "an object of shiftMillis, rename or both");
    }
    try {
      return new Repair(
          shift(repair.getValue("shiftMillis", 0)), renames(repair.getValue("rename")));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("repair: " + e.getMessage()).asException();
    }
  }

  private static Duration shift(@Nullable Object value) {
    if (value instanceof Number millis
        && isWhole(value)
        && Math.abs((double) millis.longValue()) <= LONGEST_SHIFT.toMillis()) {
      return Duration.ofMillis(millis.longValue());
    }
    throw wrong(
        "repair.shiftMillis",
        value,
        "whole milliseconds, at most a hundred years to either side; -3600000 for a clock that was"
            + " an hour fast");
  }

  private static Map<String, String> renames(@Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof JsonObject names)
        || names.size() > MOST_RENAMES
        || !names.stream().allMatch(entry -> entry.getValue() instanceof String)) {
      throw wrong(
          "repair.rename",
          value,
          "an object of at most " + MOST_RENAMES + " new names by old ones");
    }
    Map<String, String> renames = new LinkedHashMap<>();
    names.forEach(entry -> renames.put(entry.getKey(), (String) entry.getValue()));
    return renames;
  }

  private static RuntimeException wrong(String key, @Nullable Object was, String demand) {
    String shown = was == null ? "missing" : "'" + was + "'";
    return Problem.badRequest(
            key
                + " was "
                + (shown.length() <= 120 ? shown : shown.substring(0, 120) + "...")
                + " but must be "
                + demand)
        .asException();
  }
}
