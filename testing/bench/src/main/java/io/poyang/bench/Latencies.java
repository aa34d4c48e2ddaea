package io.poyang.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/** Durations counted in classes 1 % apart, from a microsecond to minutes. Any thread may record. */
final class Latencies {
  private static final double STEP = Math.log(1.01);
  private final AtomicLongArray counts = new AtomicLongArray(2048);

  void record(long nanos) {
    double micros = Math.max(1, nanos / 1000.0);
    counts.incrementAndGet(Math.min(counts.length() - 1, (int) (Math.log(micros) / STEP)));
  }

  void reset() {
    for (int i = 0; i < counts.length(); i++) {
      counts.set(i, 0);
    }
  }

  /** In milliseconds; 0 where nothing was recorded. */
  double percentile(double share) {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (total > 0 && seen >= share * total) {
        return Math.exp((i + 1) * STEP) / 1000.0;
      }
    }
    return 0;
  }
}
