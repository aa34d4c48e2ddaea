package io.poyang.bench;

import java.time.Duration;

/**
 * How a backlog drained.
 *
 * @param backlogReadings what the logs held when the server came, all edges together
 * @param drainedReadingsPerSecond from the first connection to the receipt of the last of them
 * @param madePerSecond the rate at which the backlog was made
 * @param drainRatio of drained to made
 * @param liveReadings appended while it drained
 * @param lateReadings live ones that went with the backfill because they had waited too long
 * @param liveP50Millis median time from a live reading's moment to its receipt
 */
record BackfillFigures(
    int edges,
    long backlogReadings,
    double drainedReadingsPerSecond,
    double madePerSecond,
    double drainRatio,
    double cpuSecondsPerMillion,
    long liveReadings,
    long lateReadings,
    double liveP50Millis,
    double liveP99Millis,
    double liveP999Millis,
    double liveMaxMillis,
    long sent,
    long acked,
    long stored)
    implements Result {

  /** In readings. */
  record Counts(long backlog, long live, long late, long acked, long stored) {}

  static BackfillFigures of(
      BackfillBench.Load load, Duration drained, Duration cpu, Counts counts, Latencies latencies) {
    double perSecond = counts.backlog / (drained.toNanos() / 1e9);
    double made = (double) load.signals() * load.edges();
    return new BackfillFigures(
        load.edges(),
        counts.backlog,
        Math.round(perSecond),
        made,
        Figures.thousandths(perSecond / made),
        Figures.thousandths(cpu.toNanos() / 1e9 / (counts.acked / 1e6)),
        counts.live,
        counts.late,
        Figures.thousandths(latencies.percentile(0.50)),
        Figures.thousandths(latencies.percentile(0.99)),
        Figures.thousandths(latencies.percentile(0.999)),
        Figures.thousandths(latencies.percentile(1)),
        counts.backlog + counts.live,
        counts.acked,
        counts.stored);
  }

  @Override
  public boolean complete() {
    return sent == acked && acked == stored;
  }

  @Override
  public String text() {
    return """
        %,14d readings of backlog, %d edges
        %,14.0f of them drained a second
        %,14.1f times the rate at which they were made
        %,14.3f CPU seconds per million readings
        %,14d live readings meanwhile, %,d of them late
        %,14.3f ms median of a live reading to its receipt
        %,14.3f ms 99th percentile
        %,14.3f ms 99.9th percentile
        %,14.3f ms longest
        %,14d sent
        %,14d acknowledged
        %,14d stored%s"""
        .formatted(
            backlogReadings,
            edges,
            drainedReadingsPerSecond,
            drainRatio,
            cpuSecondsPerMillion,
            liveReadings,
            lateReadings,
            liveP50Millis,
            liveP99Millis,
            liveP999Millis,
            liveMaxMillis,
            sent,
            acked,
            stored,
            complete() ? "" : "   <- these three must be equal");
  }
}
