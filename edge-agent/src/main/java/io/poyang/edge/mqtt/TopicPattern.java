package io.poyang.edge.mqtt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topic filter whose levels may be wildcards ({@code +}, {@code #}) or names: {@code
 * sensors/{device}/telemetry} matches one level and remembers it as {@code device}.
 */
final class TopicPattern {
  private final String text;
  private final List<String> levels;
  private final List<String> names = new ArrayList<>();

  private TopicPattern(String text) {
    this.text = text;
    this.levels = levels(text);
    for (int i = 0; i < levels.size(); i++) {
      check(levels.get(i), i == levels.size() - 1);
    }
  }

  static TopicPattern parse(String text) {
    if (text.isEmpty() || text.startsWith("$share/")) {
      throw new IllegalArgumentException(
          "a topic filter is not empty and not shared: a shared session would lose its order");
    }
    return new TopicPattern(text);
  }

  private void check(String level, boolean last) {
    if (isName(level)) {
      names.add(level.substring(1, level.length() - 1));
    } else if (level.contains("{") || level.contains("}")) {
      throw new IllegalArgumentException("level '" + level + "' must be {name} and nothing else");
    } else if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
      throw new IllegalArgumentException("level '" + level + "' must be a wildcard or have none");
    } else if (level.equals("#") && !last) {
      throw new IllegalArgumentException("'#' must be the last level");
    }
  }

  private static boolean isName(String level) {
    return level.length() > 2 && level.startsWith("{") && level.indexOf('}') == level.length() - 1;
  }

  private static List<String> levels(String topic) {
    List<String> levels = new ArrayList<>();
    int from = 0;
    for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', from)) {
      levels.add(topic.substring(from, slash));
      from = slash + 1;
    }
    levels.add(topic.substring(from));
    return levels;
  }

  /** What the broker is asked for. */
  String filter() {
    return String.join("/", levels.stream().map(level -> isName(level) ? "+" : level).toList());
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** The named levels of a topic, or empty where the topic is another one. */
  Optional<Map<String, String>> match(String topic) {
    List<String> given = levels(topic);
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      // A broker's own topics are no sensors': wildcards do not reach them (MQTT 5, 4.7.2).
      boolean own = i == 0 && topic.startsWith("$");
      if (level.equals("#")) {
        return own ? Optional.empty() : Optional.of(named);
      }
      if (i >= given.size()) {
        return Optional.empty();
      }
      boolean any = level.equals("+") || isName(level);
      if (any ? own : !level.equals(given.get(i))) {
        return Optional.empty();
      }
      if (isName(level)) {
        named.put(level.substring(1, level.length() - 1), given.get(i));
      }
    }
    return given.size() == levels.size() ? Optional.of(named) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
