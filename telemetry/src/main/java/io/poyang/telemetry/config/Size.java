package io.poyang.telemetry.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512KiB}, {@code 4MiB} or {@code 20GiB}. */
public record Size(long bytes) {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB)");

  public static Size parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' must be a number with a unit, such as 512KiB, 4MiB or 20GiB");
    }
    long factor =
        switch (matcher.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1L;
        };
    return new Size(Long.parseLong(matcher.group(1)) * factor);
  }
}
