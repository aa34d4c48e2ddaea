package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.uplink.Lane;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ReadingClockTest {
  private static final long LIVE = 1_000_000;
  private static final long NOW = LIVE + 500;

  private final Latencies latencies = new Latencies();
  private final ReadingClock clock =
      new ReadingClock(InstantSource.fixed(Instant.ofEpochMilli(NOW)), latencies);

  @Test
  void aReadingsDelayCountsFromItsSourceTime() {
    clock.liveFrom(LIVE);
    clock.sent(Lane.LIVE, payload(NOW - 40, NOW - 40)).run();
    assertThat(clock.live()).isEqualTo(2);
    assertThat(latencies.percentile(1)).isBetween(40.0, 41.0);
  }

  @Test
  void oldReadingsAreCountedButHaveNoDelay() {
    clock.liveFrom(LIVE);
    clock.sent(Lane.BACKFILL, payload(LIVE - 1, LIVE - 90_000)).run();
    assertThat(clock.old()).isEqualTo(2);
    assertThat(clock.live()).isZero();
    assertThat(latencies.percentile(1)).isZero();
  }

  /** Else the worst of them would be missing from the figures. */
  @Test
  void aLiveReadingThatWentWithTheBackfillStillCounts() {
    clock.liveFrom(LIVE);
    clock.sent(Lane.BACKFILL, BatchCodec.compress(payload(LIVE - 1, NOW - 300))).run();
    assertThat(clock.late()).isEqualTo(1);
    assertThat(latencies.percentile(1)).isBetween(300.0, 304.0);
  }

  @Test
  void withoutItsReceiptABatchDoesNotCount() {
    clock.liveFrom(LIVE);
    clock.sent(Lane.LIVE, payload(NOW, NOW));
    assertThat(clock.live()).isZero();
  }

  private static byte[] payload(long... times) {
    Batch.Builder builder = Batch.builder();
    for (long at : times) {
      builder.add(
          Workload.split(1, 1, 0).getFirst().signal(0),
          at,
          1,
          Quality.STATUS_GOOD,
          Quality.NO_FLAG);
    }
    return new BatchCodec(1 << 20).encode(builder.build(new BatchId(Workload.edge(0), 1, 1)));
  }
}
