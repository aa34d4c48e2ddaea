package io.poyang.platform;

import io.poyang.telemetry.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration that may be negative, as configurations write it or as ISO 8601 does. */
final class Shift implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    boolean back = text.startsWith("-");
    try {
      Duration shift = Durations.parse(back ? text.substring(1) : text);
      return back ? shift.negated() : shift;
    } catch (IllegalArgumentException e) {
      return iso(text);
    }
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is no duration: write -2h, 90min or, as ISO 8601 does, PT-2H");
    }
  }
}
