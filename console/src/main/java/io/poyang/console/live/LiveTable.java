package io.poyang.console.live;

import io.poyang.analytics.freshness.Freshness;
import io.poyang.analytics.freshness.SiteFreshness;
import io.poyang.console.http.Numbers;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest reading per signal in columns, 47 bytes a signal beside its id: a province has a
 * million. Belongs to one thread, the loop of {@link LiveView}.
 *
 * <p>Every accepted change takes the table's current version; a reader remembers the version up to
 * which it has seen everything and asks for what is newer.
 */
public final class LiveTable {
  /** How long a signal may be silent of which nobody said how long it may. */
  public static final Duration UNANNOUNCED_MAX_SILENCE = Duration.ofMinutes(1);

  private final int most;
  private SignalId[] ids = new SignalId[64];
  private long[] at = new long[64];
  private double[] value = new double[64];
  private int[] status = new int[64];
  private char[] flag = new char[64];
  private long[] maxSilence = new long[64];
  private long[] changed = new long[64];
  private int size;

  /** Open addressing: index + 1, or 0 where free; at most half full. */
  private int[] slots = new int[256];

  private final Map<SiteId, Members> members = new HashMap<>();
  private long version = 1;
  private long ignored;

  LiveTable(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /** Readings of signals for which there was no room. */
  long ignored() {
    return ignored;
  }

  /** Takes the newest reading of each run; an older one than is known never replaces it. */
  void apply(Batch batch) {
    for (int run = 0; run < batch.runs(); run++) {
      int newest = batch.start(run);
      for (int i = newest + 1; i < batch.end(run); i++) {
        if (batch.atMillis(i) >= batch.atMillis(newest)) {
          newest = i;
        }
      }
      put(
          batch.signal(run),
          batch.atMillis(newest),
          batch.value(newest),
          batch.status(newest),
          batch.flag(newest));
    }
  }

  void apply(Collection<Reading> readings) {
    for (Reading reading : readings) {
      Quality quality = reading.quality();
      put(
          reading.signal(),
          reading.at().toEpochMilli(),
          reading.value(),
          quality.status(),
          quality.flag());
    }
  }

  private void put(SignalId id, long atMillis, double newValue, int newStatus, char newFlag) {
    int index = indexOf(id);
    if (index < 0) {
      ignored++;
      return;
    }
    boolean older = atMillis < at[index];
    boolean same =
        atMillis == at[index]
            && Double.compare(newValue, value[index]) == 0
            && newStatus == status[index]
            && newFlag == flag[index];
    if (older || same) {
      return;
    }
    at[index] = atMillis;
    value[index] = newValue;
    status[index] = newStatus;
    flag[index] = newFlag;
    changed[index] = version;
  }

  /** Lists a signal also before its first reading. Returns whether it was not known before. */
  boolean list(SignalId id, long maxSilenceMillis) {
    int before = size;
    int index = indexOf(id);
    if (index >= 0) {
      maxSilence[index] = maxSilenceMillis;
    }
    return size > before;
  }

  /** All signals, for a look into the store. */
  List<SignalId> ids() {
    return List.of(Arrays.copyOf(ids, size));
  }

  /** The signal's place, made where it had none; -1 where the table is full. */
  private int indexOf(SignalId id) {
    int mask = slots.length - 1;
    int slot = id.hashCode() & mask;
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (ids[index].equals(id)) {
        return index;
      }
      slot = slot + 1 & mask;
    }
    return size < most ? add(id, slot) : -1;
  }

  private int add(SignalId id, int slot) {
    if (size == ids.length) {
      grow();
    }
    int index = size++;
    ids[index] = id;
    at[index] = Freshness.NEVER;
    maxSilence[index] = UNANNOUNCED_MAX_SILENCE.toMillis();
    slots[slot] = index + 1;
    members.computeIfAbsent(id.site(), unused -> new Members()).add(index);
    if (size * 2 > slots.length) {
      rehash();
    }
    return index;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int index = 0; index < size; index++) {
      int slot = ids[index].hashCode() & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = index + 1;
    }
  }

  private void grow() {
    int capacity = size + (size >> 1);
    ids = Arrays.copyOf(ids, capacity);
    at = Arrays.copyOf(at, capacity);
    value = Arrays.copyOf(value, capacity);
    status = Arrays.copyOf(status, capacity);
    flag = Arrays.copyOf(flag, capacity);
    maxSilence = Arrays.copyOf(maxSilence, capacity);
    changed = Arrays.copyOf(changed, capacity);
  }

  /** Ends the current version: what changes from now on is newer than the answer. */
  long seal() {
    return version++;
  }

  /**
   * Sites in a fixed order, for a walk through them with {@link #write}.
   *
   * @param wanted only these; null for all
   */
  List<SiteId> sites(@Nullable Collection<SiteId> wanted) {
    return members.keySet().stream()
        .filter(site -> wanted == null || wanted.contains(site))
        .sorted()
        .toList();
  }

  /**
   * Writes the readings of one site that changed after a version, as rows of JSON with a comma
   * before each but the very first of the text.
   *
   * @param from index within the site to go on from
   * @param most rows at most
   * @return the index to go on from, or -1 at the site's end
   */
  int write(SiteId site, long after, int from, int most, StringBuilder out) {
    Members its = members.get(site);
    int rows = 0;
    for (int i = from; its != null && i < its.size; i++) {
      int index = its.indexes[i];
      if (changed[index] <= after || at[index] == Freshness.NEVER) {
        continue;
      }
      if (rows++ == most) {
        return i;
      }
      writeRow(index, out.isEmpty() ? out : out.append(','));
    }
    return -1;
  }

  private void writeRow(int index, StringBuilder out) {
    // An id has no character that JSON escapes.
    out.append("[\"").append(ids[index].site().value()).append('/').append(ids[index].point());
    out.append("\",").append(at[index]).append(',');
    Numbers.appendOrNull(out, value[index]);
    out.append(',').append(Integer.toUnsignedLong(status[index])).append(',');
    char letter = flag[index];
    if (letter == Quality.NO_FLAG) {
      out.append("null]");
    } else if (letter == '"' || letter == '\\') {
      out.append("\"\\").append(letter).append("\"]");
    } else {
      out.append('"').append(letter).append("\"]");
    }
  }

  /** How fresh each site is; a site without any signal is missing. */
  Map<SiteId, SiteFreshness> freshness(long nowMillis) {
    Map<SiteId, SiteFreshness> sites = new TreeMap<>();
    members.forEach((site, its) -> sites.put(site, freshness(its, nowMillis)));
    return sites;
  }

  private SiteFreshness freshness(Members its, long nowMillis) {
    SiteFreshness.Tally tally = SiteFreshness.at(nowMillis);
    for (int i = 0; i < its.size; i++) {
      int index = its.indexes[i];
      tally.add(at[index], maxSilence[index], status[index]);
    }
    return tally.total();
  }

  /** The signals of a site, by index. */
  private static final class Members {
    private int[] indexes = new int[16];
    private int size;

    private void add(int index) {
      if (size == indexes.length) {
        indexes = Arrays.copyOf(indexes, size * 2);
      }
      indexes[size++] = index;
    }
  }
}
