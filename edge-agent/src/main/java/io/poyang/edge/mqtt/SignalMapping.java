package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where one signal is found in a payload.
 *
 * @param value the record's value; the empty pointer where the payload is the value
 * @param states the integers of a state signal, by their names in lower case
 */
record SignalMapping(
    SignalTemplate template, JsonPointer value, PayloadFields fields, Map<String, Integer> states) {

  static SignalMapping json(
      Section section, SiteId site, List<String> levels, PayloadFields fallback) {
    return of(
        SignalTemplate.read(section, site, levels),
        PayloadFields.pointer(section, "value"),
        PayloadFields.read(section, fallback));
  }

  static SignalMapping number(Section section, SiteId site, List<String> levels) {
    return of(SignalTemplate.read(section, site, levels), JsonPointer.empty(), PayloadFields.NONE);
  }

  private static SignalMapping of(
      SignalTemplate template, JsonPointer value, PayloadFields fields) {
    Map<String, Integer> states = new HashMap<>();
    template
        .example()
        .signal()
        .states()
        .forEach(
            (state, name) -> {
              states.put(name.zh().toLowerCase(Locale.ROOT), state);
              states.put(name.en().toLowerCase(Locale.ROOT), state);
            });
    return new SignalMapping(template, value, fields, Map.copyOf(states));
  }
}
