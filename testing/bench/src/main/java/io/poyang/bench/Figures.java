package io.poyang.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run measured. Only readings count that were sent after the warm-up.
 *
 * @param cpuSecondsPerMillion processor time of all processes together for a million readings
 * @param acked readings whose batch was acknowledged
 * @param stored readings found in the store afterwards
 * @param p50Millis median time from handing over to the receipt
 * @param commitReadings readings a commit of the server had on average
 * @param baselineReadingsPerSecond what plain QuestDB took; null where that was not asked for
 * @param ratio of readingsPerSecond to it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figures(
    double readingsPerSecond,
    double cpuSecondsPerMillion,
    long sent,
    long acked,
    long stored,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    double maxMillis,
    long commitReadings,
    @Nullable Double baselineReadingsPerSecond,
    @Nullable Double baselineCpuSecondsPerMillion,
    @Nullable Double ratio)
    implements Result {

  static Figures of(
      Duration elapsed,
      Duration cpu,
      long sent,
      long acked,
      long stored,
      Latencies latencies,
      long commitReadings) {
    double seconds = elapsed.toNanos() / 1e9;
    return new Figures(
        Math.round(acked / seconds),
        thousandths(cpu.toNanos() / 1e9 / (acked / 1e6)),
        sent,
        acked,
        stored,
        thousandths(latencies.percentile(0.50)),
        thousandths(latencies.percentile(0.99)),
        thousandths(latencies.percentile(0.999)),
        thousandths(latencies.percentile(1)),
        commitReadings,
        null,
        null,
        null);
  }

  Figures beside(Baseline baseline) {
    return new Figures(
        readingsPerSecond,
        cpuSecondsPerMillion,
        sent,
        acked,
        stored,
        p50Millis,
        p99Millis,
        p999Millis,
        maxMillis,
        commitReadings,
        baseline.readingsPerSecond(),
        baseline.cpuSecondsPerMillion(),
        thousandths(readingsPerSecond / baseline.readingsPerSecond()));
  }

  static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** Nothing was lost on the way and nothing is there twice. */
  @Override
  public boolean complete() {
    return sent == acked && acked == stored;
  }

  @Override
  public String text() {
    String text =
        """
        %,14.0f readings/s
        %,14.3f CPU seconds per million readings
        %,14d sent
        %,14d acknowledged
        %,14d stored%s
        %,14.3f ms median to receipt
        %,14.3f ms 99th percentile
        %,14.3f ms 99.9th percentile
        %,14.3f ms longest
        %,14d readings a commit"""
            .formatted(
                readingsPerSecond,
                cpuSecondsPerMillion,
                sent,
                acked,
                stored,
                complete() ? "" : "   <- these three must be equal",
                p50Millis,
                p99Millis,
                p999Millis,
                maxMillis,
                commitReadings);
    return ratio == null
        ? text
        : text
            + """

            %,14.0f readings/s of plain QuestDB, synced commits of the same size
            %,14.3f CPU seconds per million of it
            %,14.3f of it is what we reach"""
                .formatted(baselineReadingsPerSecond, baselineCpuSecondsPerMillion, ratio);
  }
}
