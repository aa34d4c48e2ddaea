package io.poyang.ingest.intake;

import io.poyang.telemetry.config.Section;
import io.poyang.telemetry.config.Size;
import java.time.Duration;

/**
 * How the intake judges and how much it writes at once.
 *
 * @param futureTolerance how far ahead of this clock a source time may be
 * @param largestBatch the largest batch, once inflated, that is looked at
 * @param largestJson the largest JSON payload that is looked at
 * @param groupDeliveries the most deliveries of one commit
 * @param groupReadings no further delivery joins a commit that has this many readings
 * @param firstRetry pause before a write that failed is tried again; doubles up to {@code
 *     lastRetry}
 */
public record IntakeSettings(
    Duration futureTolerance,
    Size largestBatch,
    Size largestJson,
    int groupDeliveries,
    int groupReadings,
    Duration firstRetry,
    Duration lastRetry) {
  private static final int MOST = 1_000_000;

  public IntakeSettings {
    if (futureTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "future-tolerance was " + futureTolerance + " but must not be negative");
    }
    if (largestBatch.bytes() > Integer.MAX_VALUE / 2
        || largestJson.bytes() > largestBatch.bytes()) {
      throw new IllegalArgumentException(
          "largest-json must not exceed largest-batch, and that not 1GiB");
    }
    if (groupDeliveries < 1 || groupReadings < 1) {
      throw new IllegalArgumentException("group-deliveries and group-readings must be 1 or more");
    }
    if (!firstRetry.isPositive() || firstRetry.compareTo(lastRetry) > 0) {
      throw new IllegalArgumentException(
          "first-retry was " + firstRetry + " but must be positive and at most last-retry");
    }
  }

  public static IntakeSettings standard() {
    return new IntakeSettings(
        Duration.ofMinutes(5),
        new Size(2 << 20),
        new Size(256 << 10),
        8192,
        100_000,
        Duration.ofMillis(100),
        Duration.ofSeconds(5));
  }

  public static IntakeSettings read(Section section) {
    IntakeSettings standard = standard();
    return new IntakeSettings(
        section.duration("future-tolerance", standard.futureTolerance),
        section.size("largest-batch", standard.largestBatch),
        section.size("largest-json", standard.largestJson),
        section.number("group-deliveries", standard.groupDeliveries, 1, MOST),
        section.number("group-readings", standard.groupReadings, 1, MOST),
        section.duration("first-retry", standard.firstRetry),
        section.duration("last-retry", standard.lastRetry));
  }
}
