package io.poyang.console.http;

import io.poyang.console.http.Contract.Operation;
import io.poyang.console.http.Contract.Parameter;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says in one sentence each what is wrong with the path and query of a request, as the contract has
 * it.
 */
public final class ParameterCheck {
  private static final int LONGEST_QUOTE = 100;

  private ParameterCheck() {}

  /**
   * @param path what stands in the holes of the operation's path
   */
  public static List<String> failures(
      Operation operation, Map<String, String> path, MultiMap query) {
    List<String> failures = new ArrayList<>();
    for (String name : query.names()) {
      if (operation.parameters().stream()
          .noneMatch(known -> known.name().equals(name) && !known.inPath())) {
        failures.add(
            "parameter " + quoted(name) + " is not known here" + knownParameters(operation));
      }
    }
    for (Parameter parameter : operation.parameters()) {
      String inPath = path.get(parameter.name());
      List<String> values =
          !parameter.inPath()
              ? query.getAll(parameter.name())
              : inPath == null ? List.of() : List.of(inPath);
      failure(parameter, values).ifPresent(failures::add);
    }
    return failures;
  }

  private static String knownParameters(Operation operation) {
    List<String> names =
        operation.parameters().stream()
            .filter(parameter -> !parameter.inPath())
            .map(Parameter::name)
            .toList();
    return names.isEmpty() ? "; there are none" : "; known are " + String.join(", ", names);
  }

  private static Optional<String> failure(Parameter parameter, List<String> values) {
    String name = "parameter " + parameter.name();
    if (values.isEmpty()) {
      return parameter.required()
          ? Optional.of(name + " is missing; it must be " + demand(parameter.schema()))
          : Optional.empty();
    }
    if (values.size() > parameter.most()) {
      return Optional.of(
          name + " was given " + values.size() + " times but may be at most " + parameter.most());
    }
    return values.stream()
        .filter(value -> !fits(parameter.schema(), value))
        .findFirst()
        .map(
            value -> name + " was " + quoted(value) + " but must be " + demand(parameter.schema()));
  }

  private static boolean fits(JsonObject schema, String value) {
    if (schema.getString("type", "").equals("integer")) {
      try {
        long number = Long.parseLong(value);
        return number >= schema.getLong("minimum", Long.MIN_VALUE)
            && number <= schema.getLong("maximum", Long.MAX_VALUE);
      } catch (NumberFormatException e) {
        return false;
      }
    }
    if (schema.getString("type", "").equals("boolean")) {
      return value.equals("true") || value.equals("false");
    }
    return (!schema.containsKey("enum") || schema.getJsonArray("enum").contains(value))
        && (!schema.containsKey("pattern") || Pattern.matches(schema.getString("pattern"), value))
        && value.length() >= schema.getInteger("minLength", 0);
  }

  private static String demand(JsonObject schema) {
    if (schema.getString("type", "").equals("integer")) {
      String high = schema.containsKey("maximum") ? ".." + schema.getLong("maximum") : " or more";
      return "a whole number " + schema.getLong("minimum") + high;
    }
    if (schema.getString("type", "").equals("boolean")) {
      return "true or false";
    }
    if (schema.containsKey("enum")) {
      return "one of "
          + schema.getJsonArray("enum").stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (schema.containsKey("pattern")) {
      return schema.getString("description", "a text")
          + " of the form "
          + schema.getString("pattern");
    }
    return "a text that is not empty";
  }

  private static String quoted(String text) {
    return "'"
        + (text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...")
        + "'";
  }
}
