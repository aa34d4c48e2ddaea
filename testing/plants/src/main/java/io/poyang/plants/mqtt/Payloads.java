package io.poyang.plants.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes readings as sensors do. */
final class Payloads {
  private Payloads() {}

  /**
   * The payload for readings of one time.
   *
   * @param readings by field; not empty
   * @return empty where the style has no words for it: a plain number cannot say that it is none
   */
  static Optional<byte[]> write(SensorTopic.Style style, Map<String, Reading> readings) {
    Reading first = readings.values().iterator().next();
    return switch (style) {
      case NUMBER ->
          Double.isNaN(first.value()) || first.quality().isBad()
              ? Optional.empty()
              : Optional.of(bytes(BigDecimal.valueOf(first.value()).toPlainString()));
      case QUALITY_WORDS -> Optional.of(bytes(words(first, readings).toString()));
      case FLAG_LETTERS -> Optional.of(bytes(letters(first, readings).toString()));
    };
  }

  private static ObjectNode words(Reading first, Map<String, Reading> readings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("ts", first.at().toEpochMilli());
    ObjectNode qualities = JsonNodeFactory.instance.objectNode();
    readings.forEach(
        (field, reading) -> {
          put(root, field, reading.value());
          qualities.put(field, reading.quality().severity());
        });
    root.set("q", qualities);
    return root;
  }

  private static ObjectNode letters(Reading first, Map<String, Reading> readings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("time", first.at().toString());
    ObjectNode values = root.putObject("values");
    ObjectNode flags = root.putObject("flags");
    readings.forEach(
        (field, reading) -> {
          put(values, field, reading.value());
          flags.put(field, String.valueOf(flag(reading.quality())));
        });
    return root;
  }

  /** HJ 212-2017, Table 8: N normal, D fault, M maintenance. */
  private static char flag(Quality quality) {
    if (quality.flag() != Quality.NO_FLAG) {
      return quality.flag();
    }
    return quality.isGood() ? 'N' : quality.isBad() ? 'D' : 'M';
  }

  private static void put(ObjectNode node, String field, double value) {
    if (Double.isNaN(value)) {
      node.putNull(field);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      node.put(field, (long) value);
    } else {
      node.put(field, value);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
