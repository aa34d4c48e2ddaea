package io.poyang.edge.log;

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

  /** With the usual bounds. */
  public LogSettings(Duration commitWithin, int batchSize, int queueReadings) {
    this(commitWithin, batchSize, queueReadings, LogBounds.DEFAULT);
  }
}
