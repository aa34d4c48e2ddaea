package io.poyang.scenarios;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.MemoryReadingStore;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.TransientStoreException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A store that fails when it is told to: before it has written, or worse, afterwards. */
final class StumblingStore implements ReadingStore {
  private final MemoryReadingStore store = new MemoryReadingStore();
  private boolean afterwards;
  private int stumbles;

  /** The next so many appends fail. */
  synchronized void stumble(boolean afterWriting, int times) {
    afterwards = afterWriting;
    stumbles = times;
  }

  @Override
  public synchronized void append(List<Batch> batches) {
    if (stumbles == 0 || afterwards) {
      store.append(batches);
    }
    if (stumbles > 0) {
      stumbles--;
      throw new TransientStoreException("stumbled", null);
    }
  }

  @Override
  public void awaitVisible() {
    store.awaitVisible();
  }

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    store.read(signal, period, visitor);
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    return store.latest(signals, period);
  }

  @Override
  public long count(SignalId signal, Period period) {
    return store.count(signal, period);
  }

  @Override
  public long count(Period period) {
    return store.count(period);
  }

  @Override
  public void close() {}
}
