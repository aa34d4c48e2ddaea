package io.poyang.edge.log;

import io.poyang.telemetry.config.Section;
import java.time.Duration;

/**
 * How the log groups and bounds.
 *
 * @param commitWithin the longest a reading waits for others to share its commit with
 * @param batchSize the most readings in one batch; so many waiting readings are committed at once
 * @param queueReadings the most readings that may wait for their commit
 */
public record LogSettings(
    Duration commitWithin, int batchSize, int queueReadings, LogBounds bounds) {
  public static final LogSettings DEFAULT = new LogSettings(Duration.ofMillis(20), 1000, 200_000);

  public LogSettings {
    if (commitWithin.isNegative() || batchSize < 1 || queueReadings < batchSize) {
      throw new IllegalArgumentException(
          "log settings: commit-within %s, batch-size %d and queue %d do not fit together"
              .formatted(commitWithin, batchSize, queueReadings));
    }
  }

  /** As usual, but for the size of a batch. */
  public static LogSettings of(int batchSize) {
    return new LogSettings(DEFAULT.commitWithin(), batchSize, DEFAULT.queueReadings());
  }

  /** Reads an agent's {@code log} section. */
  public static LogSettings read(Section section, int batchSize) {
    return new LogSettings(
        section.duration("commit-within", DEFAULT.commitWithin()),
        batchSize,
        DEFAULT.queueReadings(),
        LogBounds.read(section));
  }

  /** With the usual bounds. */
  public LogSettings(Duration commitWithin, int batchSize, int queueReadings) {
    this(commitWithin, batchSize, queueReadings, LogBounds.DEFAULT);
  }
}
