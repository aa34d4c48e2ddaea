package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.config.Section;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a JSON record carries what belongs to a value beside the value itself. A signal's own
 * fields go before those of its topic.
 */
record PayloadFields(
    @Nullable TimeField time, @Nullable QualityField quality, @Nullable JsonPointer flag) {
  static final PayloadFields NONE = new PayloadFields(null, null, null);

  static PayloadFields read(Section section, PayloadFields fallback) {
    return new PayloadFields(
        section.has("time") ? TimeField.read(section) : fallback.time,
        section.has("quality") ? QualityField.read(section) : fallback.quality,
        section.has("flag") ? pointer(section, "flag") : fallback.flag);
  }

  static JsonPointer pointer(Section section, String key) {
    return section.parsed(key, JsonPointer::compile, JsonPointer.empty());
  }

  /** Looks in the record first, then in the message that holds the records. */
  static JsonNode find(JsonPointer pointer, JsonNode record, JsonNode message) {
    JsonNode found = record.at(pointer);
    return found.isMissingNode() ? message.at(pointer) : found;
  }

  /** Good where the payload promises nothing; the worse one where quality and flag differ. */
  Quality quality(JsonNode record, JsonNode message) {
    Quality said =
        Optional.ofNullable(quality)
            .map(field -> field.quality(find(field.pointer(), record, message)))
            .orElse(Quality.GOOD);
    if (flag == null) {
      return said;
    }
    Quality flagged = FlagLetter.quality(find(flag, record, message));
    return severity(flagged) >= severity(said)
        ? flagged
        : Quality.of(said.status(), flagged.flag());
  }

  private static int severity(Quality quality) {
    return quality.status() >>> 30;
  }
}
