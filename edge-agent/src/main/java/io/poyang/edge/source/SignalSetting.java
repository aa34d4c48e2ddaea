package io.poyang.edge.source;

import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's configuration says of one signal, whatever source it comes from.
 *
 * @param deadband the smallest change handed on, in the signal's unit; 0 hands on every reading
 */
public record SignalSetting(Signal signal, double deadband) {
  private static final Duration DEFAULT_MAX_SILENCE = Duration.ofMinutes(1);

  public SignalSetting {
    if (!(deadband >= 0) || Double.isInfinite(deadband)) {
      throw new IllegalArgumentException(
          "signal " + signal.id() + ": deadband was " + deadband + " but must be 0 or more");
    }
  }

  /**
   * Reads the keys that every source's signals share; the source reads its own address beside them.
   */
  public static SignalSetting read(Section section, SiteId site) {
    return read(section, site, UnaryOperator.identity());
  }

  /**
   * As {@link #read(Section, SiteId)}, for a source whose signals are templates.
   *
   * @param filled puts what a template leaves open into {@code point} and {@code device}
   */
  public static SignalSetting read(Section section, SiteId site, UnaryOperator<String> filled) {
    SignalId id =
        section.parsed(
            "point",
            point -> new SignalId(site, filled.apply(point)),
            new SignalId(site, "missing"));
    Signal signal =
        new Signal(
            id,
            filled.apply(section.text("device", "site")),
            section.optionalSection("name").map(SignalSetting::name).orElse(Name.of(id.point())),
            section.text("unit"),
            section.text("quantity", id.point()),
            range(section),
            section.optional("hj212").orElse(null),
            section.duration("max-silence", DEFAULT_MAX_SILENCE),
            states(section));
    return new SignalSetting(signal, section.decimal("deadband", 0));
  }

  private static Name name(Section section) {
    return new Name(section.text("zh"), section.text("en"));
  }

  private static @Nullable Range range(Section section) {
    return section.numbers("range", 2).map(ends -> new Range(ends[0], ends[1])).orElse(null);
  }

  private static SortedMap<Integer, Name> states(Section section) {
    SortedMap<Integer, Name> states = new TreeMap<>();
    section
        .map("states", SignalSetting::name)
        .forEach(
            (state, name) -> {
              try {
                states.put(Integer.valueOf(state), name);
              } catch (NumberFormatException e) {
                section.fail("states." + state, "must be a whole number");
              }
            });
    return states;
  }
}
