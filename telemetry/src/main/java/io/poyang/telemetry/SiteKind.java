package io.poyang.telemetry;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of environmental infrastructure that the programme covers. */
public enum SiteKind {
  SEWAGE_PLANT("sewage-plant"),
  INCINERATOR("incinerator"),
  EV_CHARGING("ev-charging"),
  CCUS("ccus"),
  /** None of these, or not announced yet. */
  OTHER("other");

  private final String label;

  SiteKind(String label) {
    this.label = label;
  }

  /** The word used in configuration, on the wire and in the API. */
  public String label() {
    return label;
  }

  public static SiteKind of(String label) {
    for (SiteKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "site kind '"
            + label
            + "' must be one of "
            + Arrays.stream(values()).map(SiteKind::label).collect(Collectors.joining(", ")));
  }
}
