package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of some topics mean.
 *
 * @param devices the known devices of a topic with a {@code {device}} level, as the topic has them
 * @param qos what the broker is asked for; it never delivers better than the sensor published
 * @param each the list of records in a message, or null where the message is the only record
 */
record Mapping(
    TopicPattern topic,
    List<String> devices,
    int qos,
    Payload payload,
    @Nullable JsonPointer each,
    List<SignalMapping> signals) {
  enum Payload {
    JSON,
    NUMBER
  }

  private static final String DEVICE = "device";
  private static final Map<String, Payload> PAYLOADS =
      new TreeMap<>(Map.of("json", Payload.JSON, "number", Payload.NUMBER));

  static Mapping read(Section section, SiteId site) {
    TopicPattern topic =
        section.parsed("topic", TopicPattern::parse, TopicPattern.parse("missing"));
    List<String> levels = topic.names();
    Payload payload = section.choice("payload", PAYLOADS, Payload.JSON);
    boolean json = payload == Payload.JSON;
    PayloadFields fields =
        json ? PayloadFields.read(section, PayloadFields.NONE) : PayloadFields.NONE;
    List<SignalMapping> signals =
        section.list(
            "signals",
            item ->
                json
                    ? SignalMapping.json(item, site, levels, fields)
                    : SignalMapping.number(item, site, levels));
    if (!section.has("signals") || (payload == Payload.NUMBER && signals.size() > 1)) {
      section.fail("signals", json ? "is missing" : "must have exactly one: the payload is one");
    }
    List<String> devices = section.texts("devices");
    if (!devices.isEmpty() && !levels.equals(List.of(DEVICE))) {
      section.fail("devices", "needs a topic whose only named level is {device}, was " + topic);
      devices = List.of();
    }
    return new Mapping(
        topic,
        List.copyOf(devices),
        section.number("qos", 1, 0, 1),
        payload,
        json && section.has("each") ? PayloadFields.pointer(section, "each") : null,
        List.copyOf(signals));
  }

  /** What can be named before any message came. */
  List<SignalSetting> knownSignals() {
    if (topic.names().isEmpty()) {
      return signalsFor(Map.of());
    }
    return devices.stream().flatMap(device -> signalsFor(Map.of(DEVICE, device)).stream()).toList();
  }

  List<SignalSetting> signalsFor(Map<String, String> levels) {
    return signals.stream().map(signal -> signal.template().fill(levels)).toList();
  }
}
