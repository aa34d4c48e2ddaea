package io.poyang.plants.mqtt;

import java.util.Map;

/**
 * What some sensors publish on their topics.
 *
 * @param topic the topic; {@code {device}} stands for the device of the signals
 * @param style how the payload says what it says
 * @param fields the payload's field of each point; a point may hold {@code {device}} too
 */
public record SensorTopic(String topic, Style style, Map<String, String> fields) {
  /** The two JSON styles are those of two makers, so that agents meet both. */
  public enum Style {
    /** {@code {"ts": 1732240000000, "kw": 42.1, "q": {"kw": "good"}}}. */
    QUALITY_WORDS,
    /** {@code {"time": "2026-...Z", "values": {"p": 8.1}, "flags": {"p": "N"}}}. */
    FLAG_LETTERS,
    /** The number and nothing else; the one field's name is not used. */
    NUMBER
  }

  static final String DEVICE = "{device}";

  public SensorTopic {
    fields = Map.copyOf(fields);
    if (style == Style.NUMBER && fields.size() != 1) {
      throw new IllegalArgumentException(
          "topic " + topic + ": a plain number is one point, not " + fields.size());
    }
  }

  boolean isPerDevice() {
    return topic.contains(DEVICE);
  }
}
