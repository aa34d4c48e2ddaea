package io.poyang.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/**
 * What one run measured. Only readings count that were sent after the warm-up.
 *
 * @param cpuSecondsPerMillion processor time of all processes together for a million readings
 * @param acked readings whose batch was acknowledged
 * @param stored readings found in the store afterwards
 * @param p50Millis median time from handing a batch over to its receipt
 */
record Figures(
    double readingsPerSecond,
    double cpuSecondsPerMillion,
    long sent,
    long acked,
    long stored,
    double p50Millis,
    double p99Millis) {

  static Figures of(
      Duration elapsed, Duration cpu, long sent, long acked, long stored, Latencies latencies) {
    double seconds = elapsed.toNanos() / 1e9;
    return new Figures(
        Math.round(acked / seconds),
        thousandths(cpu.toNanos() / 1e9 / (acked / 1e6)),
        sent,
        acked,
        stored,
        thousandths(latencies.percentile(0.50)),
        thousandths(latencies.percentile(0.99)));
  }

  private static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** Nothing was lost on the way and nothing is there twice. */
  boolean complete() {
    return sent == acked && acked == stored;
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON", e);
    }
  }

  String text() {
    return """
        %,14.0f readings/s
        %,14.3f CPU seconds per million readings
        %,14d sent
        %,14d acknowledged
        %,14d stored%s
        %,14.3f ms median to receipt
        %,14.3f ms 99th percentile"""
        .formatted(
            readingsPerSecond,
            cpuSecondsPerMillion,
            sent,
            acked,
            stored,
            complete() ? "" : "   <- these three must be equal",
            p50Millis,
            p99Millis);
  }
}
