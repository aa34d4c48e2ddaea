package io.poyang.bench;

import io.poyang.edge.log.Log;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Appends readings evenly at a fixed rate, as many sensors do, whether or not the road keeps up.
 * Each reading has the moment at which it was due as its source time.
 */
final class PacedFeed implements Feed {
  private static final long TICK_NANOS = 1_000_000;
  private static final int MOST_AT_ONCE = 1000;

  private final InstantSource clock = InstantSource.system();
  private final Log log;
  private final Workload workload;
  private final int rate;
  private final ReadingClock receipts;
  private final Runnable health;
  private final Refusal refusal = new Refusal();

  /**
   * @param rate readings a second; so low that no signal changes twice in a millisecond
   * @param health throws where no receipt will come any more
   */
  PacedFeed(Log log, Workload workload, int rate, Latencies latencies, Runnable health) {
    this.log = log;
    this.workload = workload;
    this.rate = rate;
    this.receipts = new ReadingClock(clock, latencies);
    this.health = health;
  }

  @Override
  public ReadingClock meter() {
    return receipts;
  }

  @Override
  public long drive(long readings) throws InterruptedException {
    long before = receipts.live();
    long done = append(appended -> appended < readings);
    await(before + done);
    return done;
  }

  /** Appends at the rate while it is told to go on; returns how many it were. */
  long append(LongPredicate goesOn) {
    Schedule schedule = new Schedule(System.nanoTime(), rate);
    long startMillis = clock.millis();
    receipts.liveFrom(startMillis);
    long done = 0;
    while (goesOn.test(done)) {
      long due = schedule.dueBy(System.nanoTime());
      if (due == done) {
        LockSupport.parkNanos(TICK_NANOS);
      }
      while (done < due && goesOn.test(done)) {
        int some = (int) Math.min(MOST_AT_ONCE, due - done);
        refusal.watch(log.append(group(schedule, startMillis, done, some)));
        done += some;
      }
    }
    return done;
  }

  /** Returns when so many have their receipt. */
  void await(long live) throws InterruptedException {
    while (receipts.live() < live) {
      health.run();
      refusal.check();
      Thread.sleep(1);
    }
  }

  private List<Reading> group(Schedule schedule, long startMillis, long first, int size) {
    List<Reading> group = new ArrayList<>(size);
    workload.take(
        size,
        (signal, unused, value) ->
            group.add(
                new Reading(
                    workload.signal(signal),
                    Instant.ofEpochMilli(
                        startMillis + schedule.dueAfter(first + group.size()).toMillis()),
                    value,
                    Quality.GOOD)));
    return group;
  }

  @Override
  public long acked() {
    return receipts.live();
  }
}
