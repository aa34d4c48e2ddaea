package io.poyang.console.readings;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.TransientStoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A store with a reading in every second of every period, none of them in memory. */
final class EndlessStore implements ReadingStore {
  final AtomicLong handedOut = new AtomicLong();
  final AtomicInteger readers = new AtomicInteger();
  volatile boolean stopped;
  volatile long failsAfter = Long.MAX_VALUE;

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    readers.incrementAndGet();
    try {
      stream(signal, period, visitor);
    } finally {
      readers.decrementAndGet();
    }
  }

  private void stream(SignalId signal, Period period, Predicate<Reading> visitor) {
    long from = period.from().getEpochSecond();
    long to = period.to().getEpochSecond();
    for (long second = from; second < to; second++) {
      if (second - from >= failsAfter) {
        throw new TransientStoreException("the disk is away", null);
      }
      handedOut.incrementAndGet();
      Reading reading =
          new Reading(signal, Instant.ofEpochSecond(second), second % 1_000 / 8.0, Quality.GOOD);
      if (!visitor.test(reading)) {
        stopped = true;
        return;
      }
    }
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    return Map.of();
  }

  @Override
  public void append(List<Batch> batches) {}

  @Override
  public void awaitVisible() {}

  @Override
  public long count(SignalId signal, Period period) {
    return period.length().toSeconds();
  }

  @Override
  public long count(Period period) {
    return period.length().toSeconds();
  }

  @Override
  public void close() {}
}
