package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.poyang.telemetry.config.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a payload carries the time of its values, and how it is written.
 *
 * @param zone the clock of times that are written without an offset, where the sensor has such
 */
record TimeField(JsonPointer pointer, Format format, @Nullable ZoneId zone) {
  enum Format {
    EPOCH_MS,
    EPOCH_S,
    ISO
  }

  private static final Map<String, Format> FORMATS =
      new TreeMap<>(
          Map.of("epoch-ms", Format.EPOCH_MS, "epoch-s", Format.EPOCH_S, "iso", Format.ISO));

  /** What people can have meant; the server decides what a plausible time is. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  static TimeField read(Section section) {
    Format format = section.choice("time-format", FORMATS, Format.EPOCH_MS);
    return new TimeField(
        PayloadFields.pointer(section, "time"),
        format,
        format == Format.ISO && section.has("time-zone") ? zone(section) : null);
  }

  private static ZoneId zone(Section section) {
    ZoneId utc = ZoneId.of("UTC");
    try {
      return ZoneId.of(section.text("time-zone"));
    } catch (DateTimeException e) {
      section.fail("time-zone", "was no zone such as Asia/Shanghai: " + e.getMessage());
      return utc;
    }
  }

  Instant time(JsonNode node) throws UnreadableException {
    try {
      boolean fits = format == Format.ISO ? node.isTextual() : node.isNumber();
      if (fits) {
        Instant time = parse(node);
        if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
          return time;
        }
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // Said below with what was there instead.
    }
    throw new UnreadableException(
        Unreadable.BAD_TIME, "time at " + pointer + " was " + PayloadReader.shown(node));
  }

  private Instant parse(JsonNode node) {
    return switch (format) {
      case EPOCH_MS -> Instant.ofEpochMilli(node.decimalValue().toBigInteger().longValueExact());
      case EPOCH_S ->
          Instant.ofEpochMilli(
              node.decimalValue().movePointRight(3).toBigInteger().longValueExact());
      case ISO -> iso(node.textValue().strip());
    };
  }

  private Instant iso(String text) {
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (parsed instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (zone == null) {
      throw new DateTimeException("no offset");
    }
    return LocalDateTime.from(parsed).atZone(zone).toInstant();
  }
}
