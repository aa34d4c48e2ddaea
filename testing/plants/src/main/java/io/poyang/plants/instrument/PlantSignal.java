package io.poyang.plants.instrument;

import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A signal as its plant offers it.
 *
 * @param deadband the smallest change worth handing on, in the signal's unit
 * @param period how often the instrument gives a value
 * @param kind what kind of instrument it is
 * @param noise standard deviation of the instrument's noise, in the signal's unit
 * @param resolution the last digit the instrument shows; values are multiples of it
 */
public record PlantSignal(
    Signal signal, double deadband, Duration period, Kind kind, double noise, double resolution) {
  /** Decides how an instrument ages, fails and sounds. */
  public enum Kind {
    /** Measures all the time and now and then breaks down for minutes. */
    SENSOR,
    /** Also calibrates itself, which makes its value uncertain for a while. */
    ANALYSER,
    /** Counts and never runs backwards. */
    REGISTER,
    /** A controller's own figure, such as a set point: exact and always there. */
    FIGURE,
    /** A small integer with labels. */
    STATE
  }

  public PlantSignal {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException(
          "signal " + signal.id() + ": period was " + period + " but must be positive");
    }
  }

  public String point() {
    return signal.id().point();
  }

  /** What an agent's configuration says of this signal, whatever source it comes from. */
  public Map<String, Object> setting() {
    Map<String, Object> setting = new LinkedHashMap<>();
    setting.put("point", point());
    setting.put("device", signal.device());
    setting.put("name", named(signal.name()));
    setting.put("unit", signal.unit());
    setting.put("quantity", signal.quantity());
    Range range = signal.range();
    if (range != null) {
      setting.put("range", List.of(range.low(), range.high()));
    }
    String code = signal.hj212();
    if (code != null) {
      setting.put("hj212", code);
    }
    if (deadband > 0) {
      setting.put("deadband", deadband);
    }
    setting.put("max-silence", signal.maxSilence().toSeconds() + "s");
    if (!signal.states().isEmpty()) {
      Map<String, Object> states = new LinkedHashMap<>();
      signal.states().forEach((state, name) -> states.put(state.toString(), named(name)));
      setting.put("states", states);
    }
    return setting;
  }

  private static Map<String, Object> named(Name name) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("zh", name.zh());
    named.put("en", name.en());
    return named;
  }
}
