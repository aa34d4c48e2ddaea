package io.poyang.edge.opcua;

import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/** What a server's DataValue is to us: a reading, or something that cannot be one. */
sealed interface Decoded {
  /** OPC 10000-4 7.39.1: InfoType DataValue with its overflow bit; limit and historian bits. */
  int OVERFLOW = 0x480;

  int OVERFLOW_BIT = 0x80;
  int VALUE_BITS = 0x31F;

  /**
   * @param overflow the server dropped older values of this signal before this one
   */
  record Measured(Reading reading, boolean overflow) implements Decoded {}

  record Unreadable(String why) implements Decoded {}

  /** With the source's time, or the server's where the source gave none. */
  static Decoded of(SignalId signal, DataValue value) {
    Instant at = time(value.sourceTime());
    if (at == null) {
      at = time(value.serverTime());
    }
    return at == null
        ? new Unreadable("has neither a source nor a server timestamp")
        : of(signal, value, at);
  }

  /** With a time that the caller knows better. */
  static Decoded of(SignalId signal, DataValue value, Instant at) {
    StatusCode status = value.statusCode() == null ? StatusCode.GOOD : value.statusCode();
    int code = (int) status.value();
    if (code >>> 30 == 3) {
      return new Unreadable("has status 0x%08X with the reserved severity".formatted(code));
    }
    Object content = value.value() == null ? null : value.value().value();
    double number = number(content);
    if (content != null && !isNumeric(content) && !status.isBad()) {
      // Only Bad says that no value is meant; anything else here is text, an array, a structure.
      return new Unreadable("is a " + content.getClass().getSimpleName() + ", not a number");
    }
    if (!Reading.isPossible(number, code)) {
      return new Unreadable("is Good but " + (content == null ? "empty" : content));
    }
    return new Measured(
        new Reading(signal, at, number, Quality.of(ofTheValue(code))), status.isOverflowSet());
  }

  /**
   * The overflow bit speaks of the server's queue and not of this value: it is counted as a loss
   * and taken off, so that a Good value stays plainly Good. Every other bit stays as it came.
   */
  private static int ofTheValue(int code) {
    if ((code & OVERFLOW) != OVERFLOW) {
      return code;
    }
    int without = code & ~OVERFLOW_BIT;
    return (without & VALUE_BITS) == 0 ? without & ~OVERFLOW : without;
  }

  static @Nullable Instant time(@Nullable DateTime time) {
    return time == null || time.isNull() || !time.isValid() ? null : time.getJavaInstant();
  }

  private static double number(@Nullable Object content) {
    return switch (content) {
      case Number number -> number.doubleValue();
      case Boolean flag -> flag ? 1 : 0;
      case null, default -> Double.NaN;
    };
  }

  private static boolean isNumeric(Object content) {
    return content instanceof Number || content instanceof Boolean;
  }
}
