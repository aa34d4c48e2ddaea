package io.poyang.telemetry.store;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keeps readings: one value per signal and millisecond.
 *
 * <p>Promises, each held by {@code ReadingStoreContract}:
 *
 * <ul>
 *   <li>{@link #append} returns only after every reading of every batch is synced to disk; when it
 *       throws, the caller may append the same batches again.
 *   <li>It upserts on (signal, time): appending again changes nothing, appending another value for
 *       the same signal and millisecond replaces the first. Within one call the later reading wins.
 *   <li>Value, source time, status and flag come back as they went in.
 *   <li>Reads may lag an append by moments; {@link #awaitVisible} waits for it.
 *   <li>One thread appends at a time; any thread may read meanwhile.
 * </ul>
 *
 * Every method throws {@link TransientStoreException} where trying again later may succeed and
 * {@link PermanentStoreException} where it cannot.
 */
public interface ReadingStore extends AutoCloseable {
  void append(List<Batch> batches);

  /** Returns when everything appended before this call can be read. */
  void awaitVisible();

  /**
   * Hands the readings of a signal in the period to the visitor, oldest first, as a stream in
   * constant memory, until there are no more or the visitor returns false.
   */
  void read(SignalId signal, Period period, Predicate<Reading> visitor);

  /**
   * The newest reading at or before the period's end of each signal that has one within the period.
   */
  Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period);

  /** Number of stored readings of a signal in the period. */
  long count(SignalId signal, Period period);

  /**
   * Number of stored readings of some signals in the period, each named once. As slow as one count
   * after the other, unless a shelf knows better.
   */
  default long count(Collection<SignalId> signals, Period period) {
    return signals.stream().mapToLong(signal -> count(signal, period)).sum();
  }

  /** Number of stored readings of all signals in the period. */
  long count(Period period);

  @Override
  void close();
}
