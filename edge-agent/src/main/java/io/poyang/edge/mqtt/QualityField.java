package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.config.Section;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where a payload says how good its values are, and in which words (lower case). */
record QualityField(JsonPointer pointer, Map<String, Quality> words) {

  static QualityField read(Section section) {
    Map<String, Quality> words = new HashMap<>();
    read(section, "good", Quality.GOOD, words);
    read(section, "uncertain", Quality.UNCERTAIN, words);
    read(section, "bad", Quality.BAD, words);
    return new QualityField(PayloadFields.pointer(section, "quality"), Map.copyOf(words));
  }

  private static void read(
      Section section, String severity, Quality quality, Map<String, Quality> words) {
    words.putIfAbsent(severity, quality);
    for (String word : section.texts("quality-" + severity)) {
      Quality before = words.put(word.toLowerCase(Locale.ROOT), quality);
      if (before != null && !before.equals(quality)) {
        section.fail("quality-" + severity, "has '" + word + "', which means " + before.severity());
      }
    }
  }

  /** A word nobody explained, or none at all, is not taken for good. */
  Quality quality(JsonNode node) {
    String word = node.isTextual() ? node.textValue() : node.asText("");
    return words.getOrDefault(word.strip().toLowerCase(Locale.ROOT), Quality.UNCERTAIN);
  }
}
