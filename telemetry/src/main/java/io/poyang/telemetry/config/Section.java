package io.poyang.telemetry.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One level of a configuration file.
 *
 * <p>A getter without a fallback demands its key. A failure is noted under the key's full path and
 * a stand-in is returned, so that one pass names every failure. A text may be {@code ${NAME}},
 * taken from the environment.
 */
public final class Section {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /** Where the file came from, and where failures go. */
  record Source(Path file, Function<String, @Nullable String> environment, List<String> failures) {}

  private final String path;
  private final JsonNode node;
  private final Source source;
  private final Set<String> known = new HashSet<>();
  private final List<Section> children = new ArrayList<>();
  private boolean givenUp;

  Section(String path, JsonNode node, Source source) {
    this.path = path;
    this.node = node;
    this.source = source;
  }

  public boolean has(String key) {
    known.add(key);
    return node.hasNonNull(key);
  }

  /** Notes a failure of this section's own making, such as two keys that exclude each other. */
  public void fail(String key, String what) {
    source.failures.add(path(key) + " " + what);
  }

  public String text(String key) {
    return value(key, "a text", "missing", Function.identity());
  }

  public String text(String key, String fallback) {
    return has(key) ? text(key) : fallback;
  }

  public Optional<String> optional(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** A text that some type reads, such as an id; what the type refuses is a failure of the key. */
  public <T> T parsed(String key, Function<String, T> type, T standIn) {
    String text = text(key);
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      if (has(key)) {
        fail(key, "was '" + text + "': " + e.getMessage());
      }
      return standIn;
    }
  }

  public Secret secret(String key) {
    return new Secret(text(key));
  }

  public Path path(String key, Path fallback) {
    if (!has(key)) {
      return fallback;
    }
    return resolve(Path.of(text(key)));
  }

  /** A path as people mean it in a file: relative to that file. */
  private Path resolve(Path given) {
    Path folder = source.file.toAbsolutePath().getParent();
    return folder == null ? given : folder.resolve(given).normalize();
  }

  /** A file that must be there already; it is looked for, not opened. */
  public Path file(String key) {
    Path file = requiredPath(key);
    if (has(key) && !Files.isRegularFile(file)) {
      fail(key, "names " + file + ", which is no file");
    }
    return file;
  }

  /** Whether a key stands there, without asking for it. */
  public boolean mentions(String key) {
    return node.has(key);
  }

  public Path requiredPath(String key) {
    return resolve(Path.of(text(key)));
  }

  public int number(String key, int fallback, int low, int high) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode value = node.get(key);
    if (!value.canConvertToExactIntegral() || value.asLong() < low || value.asLong() > high) {
      fail(key, "was " + value.asText() + " but must be " + low + ".." + high);
      return fallback;
    }
    return value.asInt();
  }

  public double decimal(String key, double fallback) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode value = node.get(key);
    if (!value.isNumber()) {
      fail(key, "was '" + value.asText() + "' but must be a number");
      return fallback;
    }
    return value.asDouble();
  }

  public boolean flag(String key, boolean fallback) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode value = node.get(key);
    if (!value.isBoolean()) {
      fail(key, "was '" + value.asText() + "' but must be true or false");
      return fallback;
    }
    return value.asBoolean();
  }

  public Duration duration(String key, Duration fallback) {
    return has(key) ? parsed(key, Durations::parse, fallback) : fallback;
  }

  public Size size(String key, Size fallback) {
    return has(key) ? parsed(key, Size::parse, fallback) : fallback;
  }

  /** One of some words. */
  public <T> T choice(String key, Map<String, T> words, T fallback) {
    if (!has(key)) {
      return fallback;
    }
    T chosen = words.get(text(key));
    if (chosen == null) {
      fail(key, "was '" + text(key) + "' but must be one of " + String.join(", ", words.keySet()));
      return fallback;
    }
    return chosen;
  }

  /** A list of numbers of a fixed length, or empty where the key is missing. */
  public Optional<double[]> numbers(String key, int length) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    double[] numbers = new double[length];
    boolean fits = value.isArray() && value.size() == length;
    for (int i = 0; fits && i < length; i++) {
      fits = value.get(i).isNumber();
      numbers[i] = value.get(i).asDouble();
    }
    if (!fits) {
      fail(key, "was " + value + " but must be a list of " + length + " numbers");
      return Optional.empty();
    }
    return Optional.of(numbers);
  }

  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (has(key)) {
      if (!node.get(key).isArray()) {
        fail(key, "must be a list");
      }
      node.get(key).forEach(item -> texts.add(expand(key, item.asText())));
    }
    return texts;
  }

  /**
   * A section below this one; empty where the key is missing, so that its own demands are named.
   */
  public Section section(String key) {
    JsonNode child = has(key) ? node.get(key) : JsonNodeFactory.instance.objectNode();
    return child(path(key), child);
  }

  public Optional<Section> optionalSection(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /**
   * A list of sections, each read by {@code reading}; what a record refuses is a failure of its
   * item.
   */
  public <T> List<T> list(String key, Function<Section, T> reading) {
    List<T> items = new ArrayList<>();
    if (!has(key)) {
      return items;
    }
    if (!node.get(key).isArray()) {
      fail(key, "must be a list, each item starting with '-'");
      return items;
    }
    int index = 0;
    for (JsonNode item : node.get(key)) {
      collect(child(path(key) + "[" + index++ + "]", item), reading).ifPresent(items::add);
    }
    return items;
  }

  /** Sections by name, in the order of the file. */
  public <T> Map<String, T> map(String key, Function<Section, T> reading) {
    Map<String, T> items = new LinkedHashMap<>();
    if (!has(key)) {
      return items;
    }
    for (Map.Entry<String, JsonNode> item : node.get(key).properties()) {
      collect(child(path(key) + "." + item.getKey(), item.getValue()), reading)
          .ifPresent(value -> items.put(item.getKey(), value));
    }
    return items;
  }

  private static <T> Optional<T> collect(Section section, Function<Section, T> reading) {
    int before = section.source.failures.size();
    try {
      return Optional.of(reading.apply(section));
    } catch (IllegalArgumentException e) {
      section.giveUp();
      if (section.source.failures.size() == before) {
        section.source.failures.add(section.path + ": " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Reading ended half-way: what was not asked for is not unknown. */
  void giveUp() {
    givenUp = true;
  }

  private Section child(String childPath, JsonNode child) {
    JsonNode object = child;
    if (!child.isObject()) {
      source.failures.add(childPath + " must hold keys and values, was '" + child.asText() + "'");
      object = JsonNodeFactory.instance.objectNode();
    }
    Section section = new Section(childPath, object, source);
    children.add(section);
    return section;
  }

  void refuseRest() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!givenUp && !known.contains(entry.getKey())) {
        source.failures.add(path(entry.getKey()) + " is not a known key" + suggestion());
      }
    }
    children.forEach(Section::refuseRest);
  }

  private String suggestion() {
    return known.isEmpty()
        ? ""
        : "; known here: " + String.join(", ", known.stream().sorted().toList());
  }

  private <T> T value(String key, String kind, String standIn, Function<String, T> type) {
    if (!has(key)) {
      fail(key, "is missing");
      return type.apply(standIn);
    }
    JsonNode value = node.get(key);
    if (!value.isValueNode()) {
      fail(key, "must be " + kind);
      return type.apply(standIn);
    }
    return type.apply(expand(key, value.asText()));
  }

  private String expand(String key, String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        match -> {
          String value = source.environment.apply(match.group(1));
          if (value == null) {
            fail(key, "names ${" + match.group(1) + "}, which the environment does not have");
            return "missing";
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
