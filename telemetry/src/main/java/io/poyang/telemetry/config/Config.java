package io.poyang.telemetry.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a configuration file. */
public final class Config {
  private Config() {}

  /**
   * Reads a YAML file into a record.
   *
   * @param reading takes what it knows from the root section; whatever is left is refused
   * @throws ConfigException with every failure in the file
   */
  public static <T> T read(Path file, Function<Section, T> reading) {
    return parse(file, contents(file), System::getenv, reading);
  }

  /** As {@link #read}, from a text; {@code file} only names it in messages and anchors paths. */
  public static <T> T parse(
      Path file,
      String yaml,
      Function<String, @org.jspecify.annotations.Nullable String> environment,
      Function<Section, T> reading) {
    List<String> failures = new ArrayList<>();
    JsonNode root = tree(file, yaml);
    if (root.isMissingNode()) {
      throw new ConfigException(file, List.of("the file is empty"));
    }
    if (!root.isObject()) {
      throw new ConfigException(
          file, List.of("the file must hold keys and values, was " + root.getNodeType()));
    }
    Section section = new Section("", root, new Section.Source(file, environment, failures));
    T value = null;
    try {
      value = reading.apply(section);
    } catch (IllegalArgumentException e) {
      section.giveUp();
      // A record refused its parts; where a part was already named, that is why.
      if (failures.isEmpty()) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    section.refuseRest();
    if (!failures.isEmpty() || value == null) {
      throw new ConfigException(file, failures);
    }
    return value;
  }

  private static JsonNode tree(Path file, String yaml) {
    ObjectMapper mapper =
        new ObjectMapper(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      return mapper.readTree(yaml);
    } catch (MismatchedInputException e) {
      throw new ConfigException(
          file,
          List.of(
              "line "
                  + e.getLocation().getLineNr()
                  + ": a second document begins after '---'; a file holds one"));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new ConfigException(file, List.of("line " + line + ": not YAML: " + problem(e)));
    }
  }

  /** What the parser says, without its excerpts of the file. */
  private static String problem(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .map(String::strip)
        .collect(Collectors.joining(", "));
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file, List.of("no such file"));
    } catch (AccessDeniedException e) {
      throw new ConfigException(file, List.of("this user may not read it"));
    } catch (CharacterCodingException e) {
      throw new ConfigException(file, List.of("is not UTF-8 text"));
    } catch (IOException e) {
      throw new ConfigException(file, List.of("cannot be read: " + e.getMessage()));
    }
  }
}
