package io.poyang.ingest.door;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.MemoryReadingStore;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.TransientStoreException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A shelf in memory that a test can hold up, break for a while, or make refuse some batches. */
public final class HeldStore implements ReadingStore {
  private final MemoryReadingStore shelf = new MemoryReadingStore();
  private final Semaphore gate = new Semaphore(1);
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean away;
  private final AtomicInteger failing = new AtomicInteger();
  private final List<Batch> stored = new CopyOnWriteArrayList<>();
  private volatile Predicate<Batch> poison = batch -> false;
  private volatile Predicate<Batch> defect = batch -> false;

  public void hold() {
    gate.acquireUninterruptibly();
  }

  public void release() {
    gate.release();
  }

  public void away(boolean isAway) {
    away = isAway;
  }

  public void poison(Predicate<Batch> refused) {
    poison = refused;
  }

  /** Fails that often, then works again. */
  public void failing(int times) {
    failing.set(times);
  }

  /** Fails in a way that nobody has foreseen where one of these is among the batches. */
  public void defect(Predicate<Batch> unforeseen) {
    defect = unforeseen;
  }

  /** Every batch that went in, as often as it did. */
  public List<Batch> stored() {
    return stored;
  }

  public int attempts() {
    return attempts.get();
  }

  @Override
  public void append(List<Batch> batches) {
    attempts.incrementAndGet();
    gate.acquireUninterruptibly();
    try {
      if (away) {
        throw new TransientStoreException("held store: away for now", null);
      }
      if (batches.stream().anyMatch(poison)) {
        throw new PermanentStoreException("held store: poison", null);
      }
      if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new TransientStoreException("held store: failing", null);
      }
      if (batches.stream().anyMatch(defect)) {
        throw new IllegalStateException("held store: nobody has foreseen this");
      }
      shelf.append(batches);
      stored.addAll(batches);
    } finally {
      gate.release();
    }
  }

  @Override
  public void awaitVisible() {}

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    shelf.read(signal, period, visitor);
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    return shelf.latest(signals, period);
  }

  @Override
  public long count(SignalId signal, Period period) {
    return shelf.count(signal, period);
  }

  @Override
  public long count(Period period) {
    return shelf.count(period);
  }

  @Override
  public void close() {}
}
