package io.poyang.chaos.verify;

import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The first reading that is not as it should be.
 *
 * @param index its place among its signal's readings; empty where it was never fed
 * @param expected nothing where there should be none
 * @param found nothing where there is none
 */
public record FirstWrong(
    SignalId signal, OptionalLong index, @Nullable Reading expected, @Nullable Reading found) {
  @Override
  public String toString() {
    return "signal %s, %s: expected %s, found %s"
        .formatted(
            signal,
            index.isPresent() ? "reading " + index.getAsLong() : "a reading that was never fed",
            words(expected),
            words(found));
  }

  private static String words(@Nullable Reading reading) {
    return reading == null
        ? "nothing"
        : "%s %s at %s".formatted(reading.value(), reading.quality(), reading.at());
  }
}
