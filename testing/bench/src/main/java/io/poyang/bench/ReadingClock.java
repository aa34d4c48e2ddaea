package io.poyang.bench;

import io.poyang.edge.uplink.Lane;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how long each reading takes from its source time to the receipt of the batch it went
 * with, whichever lane that took. So it holds only for readings whose source time is the moment at
 * which they were due; older ones are only counted.
 */
final class ReadingClock implements MeteredUplink.Meter {
  private static final int MOST_BYTES = 1 << 24;

  private final InstantSource clock;
  private final Latencies latencies;
  private final BatchCodec codec = new BatchCodec(MOST_BYTES);
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong old = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private volatile long liveFromMillis = Long.MAX_VALUE;

  ReadingClock(InstantSource clock, Latencies latencies) {
    this.clock = clock;
    this.latencies = latencies;
  }

  /** What has a source time before this is old. */
  void liveFrom(long millis) {
    liveFromMillis = millis;
  }

  /** Live readings that have their receipt. */
  long live() {
    return live.get();
  }

  /** Older readings that have their receipt. */
  long old() {
    return old.get();
  }

  /** Live readings that went with the backfill, because they had waited too long. */
  long late() {
    return late.get();
  }

  @Override
  public Runnable sent(Lane lane, byte[] payload) {
    Batch batch = codec.decode(payload);
    return () -> received(lane, batch);
  }

  private void received(Lane lane, Batch batch) {
    long now = clock.millis();
    int fresh = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.atMillis(i) >= liveFromMillis) {
        latencies.record((now - batch.atMillis(i)) * 1_000_000);
        fresh++;
      }
    }
    live.addAndGet(fresh);
    old.addAndGet(batch.size() - fresh);
    if (lane == Lane.BACKFILL) {
      late.addAndGet(fresh);
    }
  }
}
