package io.poyang.telemetry;

import java.util.regex.Pattern;

/** Identifies one edge agent: lower case letters, digits and hyphens, at most 63. */
public record EdgeId(String value) implements Comparable<EdgeId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public EdgeId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "edge id '"
              + value
              + "' must be 1..63 of a-z, 0-9 and '-', starting with a letter or digit");
    }
  }

  @Override
  public int compareTo(EdgeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
