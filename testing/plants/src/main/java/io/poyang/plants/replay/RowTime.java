package io.poyang.plants.replay;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** How far a row is from the first one; only distances count, for a row is played now. */
public sealed interface RowTime {
  /** No column has the time: rows are this far apart. */
  record Spaced(Duration step) implements RowTime {
    public Spaced {
      if (step.isNegative() || step.isZero()) {
        throw new IllegalArgumentException("step was " + step + " but must be above 0");
      }
    }
  }

  /**
   * A column has the time as a number.
   *
   * @param unit what one of it is, such as a day
   */
  record Counted(String column, Duration unit) implements RowTime {}

  /**
   * A column has the time as a text.
   *
   * @param pattern as {@link DateTimeFormatter} reads it; what it lacks of the time of day is 0
   */
  record Written(String column, String pattern) implements RowTime {}

  /** The time of a row in milliseconds from some origin. */
  static double millis(RowTime time, String text, int row) {
    return switch (time) {
      case Spaced spaced -> (double) spaced.step().toMillis() * row;
      case Counted counted -> counted(text) * counted.unit().toMillis();
      case Written written -> written(written.pattern(), text);
    };
  }

  private static double counted(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "time '" + text + "' is no number: say how it is written (--time-format)", e);
    }
  }

  private static double written(String pattern, String text) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .appendPattern(pattern)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT);
    try {
      return LocalDateTime.parse(text, formatter).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("time '" + text + "' is not written " + pattern, e);
    }
  }
}
