package io.poyang.bench;

import io.poyang.edge.uplink.Lane;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Measures how long a batch takes from being handed to the log to its receipt, and keeps the road
 * full but no fuller.
 *
 * <p>Appends of exactly one batch each, on a line that never breaks, leave in the order in which
 * they came: so the n-th batch sent is the n-th handed over.
 */
final class ReceiptClock implements MeteredUplink.Meter {
  private final Latencies latencies;
  private final AtomicLongArray handedOverNanos = new AtomicLongArray(1 << 16);
  private final AtomicLong handedOver = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong receipts = new AtomicLong();
  private final int mostUnderWay;
  private final Semaphore room;
  private final Runnable health;

  /**
   * @param mostUnderWay batches between log and receipt
   * @param health throws where no receipt will come any more; asked now and then during a wait
   */
  ReceiptClock(Latencies latencies, int mostUnderWay, Runnable health) {
    this.mostUnderWay = mostUnderWay;
    this.health = health;
    this.room = new Semaphore(mostUnderWay);
    this.latencies = latencies;
  }

  /** Notes that a batch is about to be appended; waits while too many are under way. */
  void handedOver() throws InterruptedException {
    take(1);
    handedOverNanos.set(slot(handedOver.incrementAndGet()), System.nanoTime());
  }

  long receipts() {
    return receipts.get();
  }

  void awaitReceipts() throws InterruptedException {
    take(mostUnderWay);
    room.release(mostUnderWay);
  }

  private void take(int batches) throws InterruptedException {
    while (!room.tryAcquire(batches, 1, TimeUnit.SECONDS)) {
      health.run();
    }
  }

  private int slot(long number) {
    return (int) (number % handedOverNanos.length());
  }

  @Override
  public Runnable sent(Lane lane, byte[] payload) {
    long number = sent.incrementAndGet();
    return () -> {
      latencies.record(System.nanoTime() - handedOverNanos.get(slot(number)));
      receipts.incrementAndGet();
      room.release();
    };
  }
}
