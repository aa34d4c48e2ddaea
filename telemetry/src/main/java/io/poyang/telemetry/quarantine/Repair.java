package io.poyang.telemetry.quarantine;

import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is mended of a refusal before it is judged again. Values and qualities stay as they came.
 *
 * @param shift added to every source time: {@code PT-1H} for a clock that was an hour fast
 * @param renames new names by old ones: of a signal ({@code north-works/ph}), or of all signals of
 *     a site ({@code north-works}), where the signal itself is not listed
 */
public record Repair(Duration shift, Map<String, String> renames) {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  /** Once more as it came: the cause was mended on this side. */
  public static final Repair NONE = new Repair(Duration.ZERO, Map.of());

  public Repair {
    if (shift.abs().compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "shift was " + shift + " but must be within a hundred years");
    }
    renames = Map.copyOf(renames);
    renames.forEach(
        (from, to) -> {
          if (namesSignal(from) != namesSignal(to)) {
            throw new IllegalArgumentException(
                "rename of '"
                    + from
                    + "' to '"
                    + to
                    + "': both must be a site, or both a signal as site/point");
          }
          require(from);
          require(to);
        });
  }

  private static boolean namesSignal(String name) {
    return name.indexOf('/') >= 0;
  }

  private static void require(String name) {
    if (namesSignal(name)) {
      SignalId.parse(name);
    } else {
      new SiteId(name);
    }
  }

  /** What it changes, for whoever asks later; empty where it changes nothing. */
  public String told() {
    List<String> changes = new ArrayList<>();
    if (!shift.isZero()) {
      changes.add("times shifted by " + shift);
    }
    new TreeMap<>(renames).forEach((from, to) -> changes.add(from + " renamed to " + to));
    return String.join(", ", changes);
  }

  /** The signal under its new name; itself where it has none. */
  public SignalId renamed(SignalId signal) {
    String to = renames.get(signal.toString());
    if (to != null) {
      return SignalId.parse(to);
    }
    String site = renames.get(signal.site().value());
    return site == null ? signal : new SignalId(new SiteId(site), signal.point());
  }
}
