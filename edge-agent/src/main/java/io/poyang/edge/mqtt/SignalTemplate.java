package io.poyang.edge.mqtt;

import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signal whose point, device and name may hold named levels of the topic, such as {@code
 * {device}.power}.
 *
 * @param name null where the configuration gives none, so that the point is the name
 * @param example the setting as it is for some device: all but point, device and name holds for
 *     each
 */
record SignalTemplate(String point, String device, @Nullable Name name, SignalSetting example) {

  static SignalTemplate read(Section section, SiteId site, List<String> levels) {
    Map<String, String> sample = new LinkedHashMap<>();
    levels.forEach(level -> sample.put(level, "sample"));
    SignalSetting example = SignalSetting.read(section, site, text -> fill(text, sample));
    String point = section.text("point");
    for (String level : levels) {
      if (section.has("point") && !point.contains("{" + level + "}")) {
        section.fail(
            "point",
            "was '" + point + "' but must hold {" + level + "}, or several would share one signal");
      }
    }
    return new SignalTemplate(
        point,
        section.text("device", levels.contains("device") ? "{device}" : "site"),
        section.has("name") ? example.signal().name() : null,
        example);
  }

  /**
   * The signal for these levels of a topic.
   *
   * @throws IllegalArgumentException where the levels make no valid point
   */
  SignalSetting fill(Map<String, String> levels) {
    Map<String, String> fitting = new LinkedHashMap<>();
    // Topics tell upper from lower case, points have only lower.
    levels.forEach((level, text) -> fitting.put(level, text.toLowerCase(Locale.ROOT)));
    Signal like = example.signal();
    SignalId id = new SignalId(like.id().site(), fill(point, fitting));
    Signal signal =
        new Signal(
            id,
            fill(device, fitting),
            name == null
                ? Name.of(id.point())
                : new Name(fill(name.zh(), levels), fill(name.en(), levels)),
            like.unit(),
            like.quantity().equals(like.id().point()) ? id.point() : like.quantity(),
            like.range(),
            like.hj212(),
            like.maxSilence(),
            like.states());
    return new SignalSetting(signal, example.deadband());
  }

  private static String fill(String text, Map<String, String> levels) {
    String filled = text;
    for (Map.Entry<String, String> level : levels.entrySet()) {
      filled = filled.replace("{" + level.getKey() + "}", level.getValue());
    }
    return filled;
  }
}
