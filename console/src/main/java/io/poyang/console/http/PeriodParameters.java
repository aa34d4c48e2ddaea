package io.poyang.console.http;

import io.poyang.telemetry.Period;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads the parameters {@code from} and {@code to}. */
public final class PeriodParameters {
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private PeriodParameters() {}

  /**
   * @param query has both
   */
  public static Period of(MultiMap query) {
    Instant from = time("from", query.get("from"));
    Instant to = time("to", query.get("to"));
    if (!from.isBefore(to)) {
      throw Problem.badRequest(
              "parameter from was '"
                  + query.get("from")
                  + "' but must be before to, which was '"
                  + query.get("to")
                  + "'")
          .asException();
    }
    return new Period(from, to);
  }

  private static Instant time(String name, String text) {
    Instant time = null;
    try {
      time =
          text.matches("-?\\d+")
              ? Instant.ofEpochMilli(Long.parseLong(text))
              // A plus that nobody escaped has become a space on its way.
              : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException | NumberFormatException e) {
      // Not a time: said below.
    }
    if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw Problem.badRequest(
              "parameter "
                  + name
                  + " was '"
                  + (text.length() > 100 ? text.substring(0, 100) + "..." : text)
                  + "' but must be epoch milliseconds or ISO 8601 with an offset, such as"
                  + " 2026-03-01T08:00:00Z, between the years 1970 and 2200")
          .asException();
    }
    return time;
  }
}
