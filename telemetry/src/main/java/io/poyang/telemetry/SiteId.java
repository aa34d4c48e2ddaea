package io.poyang.telemetry;

import java.util.regex.Pattern;

/** Identifies a plant or station: lower case letters, digits and hyphens, at most 63. */
public record SiteId(String value) implements Comparable<SiteId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public SiteId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "site id '"
              + value
              + "' must be 1..63 of a-z, 0-9 and '-', starting with a letter or digit");
    }
  }

  @Override
  public int compareTo(SiteId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
