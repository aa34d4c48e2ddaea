package io.poyang.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What an edge sends: numbered readings in columns, grouped by signal. Immutable.
 *
 * <p>A batch is a row of runs, one a signal; run {@code r} holds the readings {@code start(r)} to
 * {@code end(r) - 1}. Columns instead of objects, because a server takes a million readings a
 * second from here to the store.
 */
public final class Batch {
  private final Header header;
  private final SignalId[] signals;
  private final int[] ends;
  private final long[] times;
  private final double[] values;
  private final int @Nullable [] statuses;
  private final char @Nullable [] flags;

  /**
   * What a batch says of itself.
   *
   * @param gaps known loss, told on the way
   * @param checksum CRC-32C of the plain payload it was read from; 0 where it was made in memory
   */
  public record Header(BatchId id, Opening opening, List<Gap> gaps, int checksum) {
    public Header {
      gaps = List.copyOf(gaps);
      if (id.sequence() < opening.first()) {
        throw new IllegalArgumentException(
            "batch " + id + " comes before the first of its epoch, " + opening.first());
      }
    }
  }

  private Batch(
      Header header,
      SignalId[] signals,
      int[] ends,
      long[] times,
      double[] values,
      int @Nullable [] statuses,
      char @Nullable [] flags) {
    this.header = header;
    this.signals = signals;
    this.ends = ends;
    this.times = times;
    this.values = values;
    this.statuses = statuses;
    this.flags = flags;
  }

  /**
   * Takes columns over as they are; the caller gives them away.
   *
   * @param ends for each signal, the index after its last reading; ascending, the last one equals
   *     the number of readings
   * @param statuses OPC UA status of each reading, or null when all are Good
   * @param flags flag letter of each reading, or null when none has one
   */
  public static Batch ofColumns(
      Header header,
      SignalId[] signals,
      int[] ends,
      long[] times,
      double[] values,
      int @Nullable [] statuses,
      char @Nullable [] flags) {
    int size = times.length;
    boolean fits =
        signals.length == ends.length
            && values.length == size
            && (statuses == null || statuses.length == size)
            && (flags == null || flags.length == size)
            && (ends.length == 0 ? size == 0 : ends[ends.length - 1] == size);
    if (!fits) {
      throw new IllegalArgumentException("batch " + header.id() + ": columns differ in length");
    }
    for (int run = 0; run < ends.length; run++) {
      if (ends[run] <= (run == 0 ? 0 : ends[run - 1])) {
        throw new IllegalArgumentException("batch " + header.id() + ": run " + run + " is empty");
      }
    }
    return new Batch(header, signals, ends, times, values, statuses, flags);
  }

  public static Builder builder() {
    return new Builder();
  }

  public static Batch of(BatchId id, List<Reading> readings) {
    Builder builder = builder();
    readings.forEach(builder::add);
    return builder.build(id);
  }

  public BatchId id() {
    return header.id();
  }

  public Header header() {
    return header;
  }

  public List<Gap> gaps() {
    return header.gaps();
  }

  /** Number of readings. */
  public int size() {
    return times.length;
  }

  /** Number of runs, one a signal. */
  public int runs() {
    return ends.length;
  }

  public SignalId signal(int run) {
    return signals[run];
  }

  public int start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  public int end(int run) {
    return ends[run];
  }

  /** Source time in epoch milliseconds. */
  public long atMillis(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }

  public int status(int index) {
    return statuses == null ? Quality.STATUS_GOOD : statuses[index];
  }

  public char flag(int index) {
    return flags == null ? Quality.NO_FLAG : flags[index];
  }

  /** True where every reading is plain Good without a flag. */
  public boolean isPlain() {
    return statuses == null && flags == null;
  }

  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>(size());
    for (int run = 0; run < runs(); run++) {
      for (int i = start(run); i < end(run); i++) {
        readings.add(reading(run, i));
      }
    }
    return readings;
  }

  public Reading reading(int run, int index) {
    return new Reading(
        signals[run],
        java.time.Instant.ofEpochMilli(times[index]),
        values[index],
        Quality.of(status(index), flag(index)));
  }

  /** The same readings under another header. */
  public Batch with(Header other) {
    return new Batch(other, signals, ends, times, values, statuses, flags);
  }

  /** The same batch with only the readings whose index is kept; itself when all are. */
  public Batch keep(IntPredicate kept) {
    Builder builder = builder();
    for (int run = 0; run < runs(); run++) {
      for (int i = start(run); i < end(run); i++) {
        if (kept.test(i)) {
          builder.add(signals[run], times[i], values[i], status(i), flag(i));
        }
      }
    }
    return builder.size() == size() ? this : builder.build(header);
  }

  @Override
  public String toString() {
    return "batch " + id() + " of " + size() + " readings";
  }

  /** Collects readings in any order and groups them by signal; the order within a signal stays. */
  public static final class Builder {
    private SignalId[] signals = new SignalId[16];
    private int runs;

    /** Where a signal is in {@code signals}, plus 1; 0 where free; at most a quarter full. */
    private int[] slots = new int[64];

    private int[] slotOf = new int[16];
    private int[] signalIndex = new int[64];
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int[] statuses = new int[64];
    private char[] flags = new char[64];
    private int size;
    private boolean anyStatus;
    private boolean anyFlag;

    private Builder() {}

    public int size() {
      return size;
    }

    public Builder add(Reading reading) {
      Quality quality = reading.quality();
      return add(
          reading.signal(),
          reading.at().toEpochMilli(),
          reading.value(),
          quality.status(),
          quality.flag());
    }

    public Builder add(SignalId signal, long atMillis, double value, int status, char flag) {
      if (size == times.length) {
        grow();
      }
      signalIndex[size] = indexOf(signal);
      times[size] = atMillis;
      values[size] = value;
      statuses[size] = status;
      flags[size] = flag;
      anyStatus |= status != Quality.STATUS_GOOD;
      anyFlag |= flag != Quality.NO_FLAG;
      size++;
      return this;
    }

    /** Without a map's nodes: a batch may hold one reading of each of its signals. */
    private int indexOf(SignalId signal) {
      int mask = slots.length - 1;
      int slot = signal.hashCode() & mask;
      while (slots[slot] != 0) {
        int index = slots[slot] - 1;
        if (signals[index].equals(signal)) {
          return index;
        }
        slot = slot + 1 & mask;
      }
      if (runs == signals.length) {
        growSignals();
        return indexOf(signal);
      }
      signals[runs] = signal;
      slotOf[runs] = slot;
      slots[slot] = runs + 1;
      return runs++;
    }

    private void growSignals() {
      signals = Arrays.copyOf(signals, runs * 2);
      slotOf = Arrays.copyOf(slotOf, runs * 2);
      slots = new int[runs * 8];
      int mask = slots.length - 1;
      for (int index = 0; index < runs; index++) {
        int slot = signals[index].hashCode() & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slotOf[index] = slot;
        slots[slot] = index + 1;
      }
    }

    private void grow() {
      int capacity = size * 2;
      signalIndex = Arrays.copyOf(signalIndex, capacity);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
      statuses = Arrays.copyOf(statuses, capacity);
      flags = Arrays.copyOf(flags, capacity);
    }

    /** As {@link #build(Header)}, for a batch of a new log that tells of no loss. */
    public Batch build(BatchId id) {
      return build(new Header(id, Opening.OF_NEW_LOG, List.of(), 0));
    }

    /** Gives the collected readings their header; the builder is empty and reusable afterwards. */
    public Batch build(Header header) {
      int[] ends = new int[runs];
      for (int i = 0; i < size; i++) {
        ends[signalIndex[i]]++;
      }
      int[] next = new int[runs];
      int start = 0;
      for (int run = 0; run < runs; run++) {
        next[run] = start;
        start += ends[run];
        ends[run] = start;
      }
      long[] sortedTimes = new long[size];
      double[] sortedValues = new double[size];
      int[] sortedStatuses = anyStatus ? new int[size] : null;
      char[] sortedFlags = anyFlag ? new char[size] : null;
      for (int i = 0; i < size; i++) {
        int to = next[signalIndex[i]]++;
        sortedTimes[to] = times[i];
        sortedValues[to] = values[i];
        if (sortedStatuses != null) {
          sortedStatuses[to] = statuses[i];
        }
        if (sortedFlags != null) {
          sortedFlags[to] = flags[i];
        }
      }
      SignalId[] names = Arrays.copyOf(signals, runs);
      clear();
      return new Batch(header, names, ends, sortedTimes, sortedValues, sortedStatuses, sortedFlags);
    }

    private void clear() {
      for (int run = 0; run < runs; run++) {
        slots[slotOf[run]] = 0;
      }
      Arrays.fill(signals, 0, runs, null);
      runs = 0;
      size = 0;
      anyStatus = false;
      anyFlag = false;
    }
  }
}
