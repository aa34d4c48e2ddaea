package io.poyang.influx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of an InfluxQL answer row by row, holding one row at a time. */
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One row: cells as the server wrote them, so that {@code -0} keeps its sign.
   *
   * @param tags of its series, empty unless the question groups by them
   */
  record Row(Map<String, String> tags, List<String> columns, List<@Nullable String> cells) {
    @Nullable String cell(String column) {
      int index = columns.indexOf(column);
      return index < 0 || index >= cells.size() ? null : cells.get(index);
    }
  }

  interface Visitor {
    boolean visit(Row row);
  }

  private final JsonParser json;
  private final Visitor visitor;
  private final Function<String, RuntimeException> failure;
  private Map<String, String> tags = Map.of();
  private List<String> columns = List.of();
  private boolean stopped;

  private Answers(JsonParser json, Visitor visitor, Function<String, RuntimeException> failure) {
    this.json = json;
    this.visitor = visitor;
    this.failure = failure;
  }

  static void read(InputStream answer, Visitor visitor, Function<String, RuntimeException> failure)
      throws IOException {
    try (JsonParser json = JSON.createParser(answer)) {
      new Answers(json, visitor, failure).chunks();
    }
  }

  private void chunks() throws IOException {
    while (!stopped && json.nextToken() != null) {
      object();
    }
  }

  /** An answer, a result and a series are told apart by their keys alone. */
  private void object() throws IOException {
    while (!stopped && json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "error" -> throw failure.apply(json.getText());
        case "results", "series" -> {
          while (!stopped && json.nextToken() == JsonToken.START_OBJECT) {
            object();
          }
        }
        case "tags" -> tags = tags();
        case "columns" -> columns = columns();
        case "values" -> values();
        default -> json.skipChildren();
      }
    }
  }

  private Map<String, String> tags() throws IOException {
    Map<String, String> found = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      found.put(key, json.getText());
    }
    return found;
  }

  private List<String> columns() throws IOException {
    List<String> found = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      found.add(json.getText());
    }
    return found;
  }

  private void values() throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      List<@Nullable String> cells = new ArrayList<>(columns.size());
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        cells.add(token == JsonToken.VALUE_NULL ? null : json.getText());
      }
      if (!visitor.visit(new Row(tags, columns, cells))) {
        stopped = true;
        return;
      }
    }
  }
}
