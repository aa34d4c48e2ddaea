package io.poyang.bench;

import io.poyang.edge.log.Log;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps the road full: appends a batch whenever there is room for one. */
final class FullFeed implements Feed {
  /** Fewer than the log's queue takes, so that none is refused; enough to keep every part busy. */
  private static final int MOST_READINGS_UNDER_WAY = 150_000;

  private final Log log;
  private final Workload workload;
  private final int batch;
  private final ReceiptClock receipts;
  private final Refusal refusal = new Refusal();

  /**
   * @param health throws where no receipt will come any more
   */
  FullFeed(Log log, Workload workload, int batch, Latencies latencies, Runnable health) {
    this.log = log;
    this.workload = workload;
    this.batch = batch;
    this.receipts =
        new ReceiptClock(
            latencies,
            Math.clamp(MOST_READINGS_UNDER_WAY / batch, 1, 4096),
            () -> {
              health.run();
              refusal.check();
            });
  }

  @Override
  public MeteredUplink.Meter meter() {
    return receipts;
  }

  @Override
  public long drive(long readings) throws InterruptedException {
    long batches = Math.ceilDiv(readings, batch);
    for (long i = 0; i < batches; i++) {
      List<Reading> group = new ArrayList<>(batch);
      workload.take(
          batch,
          (signal, atMillis, value) ->
              group.add(
                  new Reading(
                      workload.signal(signal),
                      Instant.ofEpochMilli(atMillis),
                      value,
                      Quality.GOOD)));
      receipts.handedOver();
      refusal.watch(log.append(group));
    }
    receipts.awaitReceipts();
    return batches * batch;
  }

  @Override
  public long acked() {
    return receipts.receipts() * batch;
  }
}
