package io.poyang.edge.log;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.WireException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a damaged log still proves into a fresh file, under the numbers it had, and finds out
 * what is missing.
 */
final class Salvage implements RawRows.Visitor {
  private static final int ROWS_IN_COMMIT = 500;

  /** Stretches of missing numbers that are told of one by one. */
  private static final int MOST_GAPS = 200;

  /** What the agent still knows of a log that broke under it. */
  record Memory(
      long epoch,
      long lastSequence,
      Backlog backlog,
      List<StoredBatch> newest,
      long keptAtMillis) {}

  private final EdgeId edge;
  private final LogFile fresh;
  private final BatchCodec codec = new BatchCodec(Integer.MAX_VALUE);

  /** By number: what was saved, and what was seen but is spoilt. */
  private final TreeMap<Long, LogFile.Held> saved = new TreeMap<>();

  private final TreeMap<Long, LogFile.Held> spoilt = new TreeMap<>();
  private final TreeMap<Long, LogFile.Begun> openings = new TreeMap<>();
  private LogFile.@Nullable Life life;
  private Backlog backlog = Backlog.EMPTY;
  private int inCommit;

  Salvage(EdgeId edge, LogFile fresh) {
    this.edge = edge;
    this.fresh = fresh;
  }

  @Override
  public void life(LogFile.Life found) {
    life = found;
  }

  @Override
  public void opening(long number, LogFile.Begun begun) {
    openings.put(number, begun);
  }

  @Override
  public void batch(LogFile.Held row, int checksum, byte @Nullable [] payload) throws SQLException {
    if (saved.containsKey(row.sequence())) {
      return;
    }
    StoredBatch proven =
        payload != null && BatchCodec.checksum(payload) == checksum ? proven(row, payload) : null;
    if (proven == null) {
      spoilt.put(row.sequence(), row);
    } else {
      keep(proven, row.keptAtMillis());
    }
  }

  /** The batch as its own bytes tell of it; null where they are of another. */
  private @Nullable StoredBatch proven(LogFile.Held row, byte[] payload) {
    try {
      Batch batch = codec.decode(payload);
      boolean fits =
          batch.id().edge().equals(edge)
              && batch.id().epoch() == row.epoch()
              && batch.id().sequence() == row.sequence();
      return fits
          ? new StoredBatch(
              row.epoch(),
              row.sequence(),
              batch.size(),
              batch.gaps().size(),
              row.firstAtMillis(),
              row.lastAtMillis(),
              payload)
          : null;
    } catch (WireException e) {
      return null;
    }
  }

  private void keep(StoredBatch batch, long keptAtMillis) throws SQLException {
    if (inCommit == 0) {
      fresh.begin();
    }
    fresh.insert(batch, keptAtMillis);
    spoilt.remove(batch.sequence());
    saved.put(
        batch.sequence(),
        new LogFile.Held(
            batch.epoch(),
            batch.sequence(),
            batch.readings(),
            batch.gaps(),
            batch.firstAtMillis(),
            batch.lastAtMillis(),
            keptAtMillis));
    backlog = backlog.plus(new Backlog(1, batch.readings(), batch.payload().length));
    if (++inCommit == ROWS_IN_COMMIT) {
      fresh.commit();
      inCommit = 0;
    }
  }

  /**
   * Ends it with an epoch of its own, whose only batches tell what is missing.
   *
   * @param memory what the running agent knew; null when it has just started
   * @param since the earliest time that the damaged file may hold
   * @return the losses that are told of
   */
  List<Gap> finish(@Nullable Memory memory, Instant since, Instant now) throws SQLException {
    if (memory != null) {
      for (StoredBatch batch : memory.newest()) {
        if (!saved.containsKey(batch.sequence())) {
          keep(batch, memory.keptAtMillis());
        }
      }
    }
    if (inCommit == 0) {
      fresh.begin();
    }
    forgetImpossible(memory);
    long epoch = LogFile.Begun.freshEpoch();
    long last = last(memory);
    Opening opening = new Opening(last + 1, previous(memory));
    for (LogFile.Begun known : openings.values()) {
      fresh.insert(known);
    }
    fresh.insert(new LogFile.Begun(epoch, opening, now.toEpochMilli()));
    List<Gap> gaps = gaps(memory, last, since, now);
    List<StoredBatch> told =
        gaps.isEmpty()
            ? List.of()
            : new Encoder(edge, epoch, opening, 1).gaps(gaps, opening.first());
    for (StoredBatch batch : told) {
      fresh.insert(batch, now.toEpochMilli());
      backlog = backlog.plus(new Backlog(1, 0, batch.payload().length));
    }
    fresh.advance(last + told.size(), backlog);
    fresh.commit();
    fresh.checkpoint();
    return gaps;
  }

  /** Whose log it was; null where that cannot be read. */
  @Nullable EdgeId owner() {
    return life == null ? null : life.edge();
  }

  Backlog saved() {
    return backlog;
  }

  /** A row's checksum covers its payload alone: what names a number never given is garbage. */
  private void forgetImpossible(@Nullable Memory memory) {
    long given = saved.isEmpty() ? 0 : saved.lastKey();
    given = Math.max(given, life == null ? 0 : life.lastSequence());
    given = Math.max(given, memory == null ? 0 : memory.lastSequence());
    spoilt.tailMap(given, false).clear();
    spoilt.headMap(1L).clear();
  }

  private long last(@Nullable Memory memory) {
    long last = life == null ? 0 : life.lastSequence();
    last = Math.max(last, memory == null ? 0 : memory.lastSequence());
    for (LogFile.Begun begun : openings.values()) {
      last = Math.max(last, begun.opening().first() - 1);
    }
    last = Math.max(last, saved.isEmpty() ? 0 : saved.lastKey());
    return Math.max(last, spoilt.isEmpty() ? 0 : spoilt.lastKey());
  }

  /**
   * The epoch that the fresh one follows; none where the file may have lost its end. Numbers that
   * it had given after that may be with ingest, which would take their second use for a copy.
   */
  private long previous(@Nullable Memory memory) {
    boolean endIsKnown =
        memory != null || life != null && life.batches() <= saved.size() + spoilt.size();
    if (!endIsKnown) {
      return Opening.NONE;
    }
    long epoch = lastEpoch(memory);
    boolean kept = !openings.isEmpty() && openings.lastEntry().getValue().epoch() == epoch;
    return kept ? openings.lastEntry().getValue().followedAt(last(memory) + 1) : epoch;
  }

  private long lastEpoch(@Nullable Memory memory) {
    if (memory != null) {
      return memory.epoch();
    }
    long ofBatch = saved.isEmpty() ? 0 : saved.lastEntry().getValue().epoch();
    return openings.isEmpty() ? ofBatch : openings.lastEntry().getValue().epoch();
  }

  private List<Gap> gaps(@Nullable Memory memory, long last, Instant since, Instant now) {
    List<Gap> gaps = new ArrayList<>();
    long batches = -1;
    long readings = -1;
    if (memory != null) {
      batches = memory.backlog().batches();
      readings = memory.backlog().readings();
    } else if (life != null) {
      batches = life.batches();
      readings = life.readings();
    }
    for (LogFile.Held row : spoilt.values()) {
      gaps.add(
          new Gap(
              Gap.Cause.LOG_DAMAGED,
              row.gaps() > 0 ? OptionalLong.empty() : OptionalLong.of(row.readings()),
              possible(Math.min(row.firstAtMillis(), row.lastAtMillis()), now),
              possible(Math.max(row.firstAtMillis(), row.lastAtMillis()), now),
              List.of(),
              Optional.of(new Gap.Batches(row.epoch(), row.sequence(), row.sequence())),
              "its bytes in the damaged log are not those that were written"));
      batches--;
      readings -= row.readings();
    }
    boolean counted = !isOlder(memory) && (memory != null || life != null);
    if (counted && batches <= backlog.batches()) {
      return gaps;
    }
    OptionalLong missing =
        counted && readings >= backlog.readings()
            ? OptionalLong.of(readings - backlog.readings())
            : OptionalLong.empty();
    List<Sequences.Range> holes = holes(firstInDoubt(memory), last);
    if (!isOlder(memory) && (holes.isEmpty() || !counted)) {
      gaps.add(gap(missing, since, now, Optional.empty(), "how much more it held is not known"));
    }
    for (Sequences.Range hole : holes) {
      OptionalLong count = holes.size() == 1 ? missing : OptionalLong.empty();
      String detail =
          missing.isPresent()
              ? "the damaged log lacks %d readings in %d stretches of batches, of which ingest may have some"
                  .formatted(missing.getAsLong(), holes.size())
              : "the damaged log does not tell which of these batches ingest already has";
      Map.Entry<Long, LogFile.Held> before = saved.lowerEntry(hole.from());
      Map.Entry<Long, LogFile.Held> after = saved.higherEntry(hole.to());
      Instant from =
          before == null ? since : Instant.ofEpochMilli(before.getValue().firstAtMillis());
      Instant to = after == null ? now : Instant.ofEpochMilli(after.getValue().lastAtMillis());
      gaps.add(
          gap(
              count,
              from.isAfter(to) ? to : from,
              to,
              Optional.of(new Gap.Batches(epochOf(hole, memory), hole.from(), hole.to())),
              detail));
    }
    return gaps;
  }

  /** An older copy holds what has been freed since, so that counting finds nothing missing. */
  private boolean isOlder(@Nullable Memory memory) {
    return life != null && memory != null && life.lastSequence() < memory.lastSequence();
  }

  private long firstInDoubt(@Nullable Memory memory) {
    if (life == null) {
      return 1;
    }
    return isOlder(memory) ? life.lastSequence() + 1 : Math.max(1, life.oldest());
  }

  private static Instant possible(long millis, Instant now) {
    return Instant.ofEpochMilli(Math.clamp(millis, 0, now.plus(Duration.ofDays(1)).toEpochMilli()));
  }

  private static Gap gap(
      OptionalLong readings, Instant from, Instant to, Optional<Gap.Batches> in, String detail) {
    return new Gap(
        Gap.Cause.LOG_DAMAGED, readings, from.isAfter(to) ? to : from, to, List.of(), in, detail);
  }

  /** The stretches of numbers that are neither saved nor known to be spoilt, split by epoch. */
  private List<Sequences.Range> holes(long from, long last) {
    List<Sequences.Range> holes = new ArrayList<>();
    TreeMap<Long, Boolean> stops = new TreeMap<>();
    saved.keySet().forEach(sequence -> stops.put(sequence, true));
    spoilt.keySet().forEach(sequence -> stops.put(sequence, true));
    openings.values().forEach(begun -> stops.putIfAbsent(begun.opening().first(), false));
    stops.put(last + 1, true);
    long next = from;
    for (Map.Entry<Long, Boolean> stop : stops.tailMap(from).entrySet()) {
      if (stop.getKey() > next) {
        holes.add(new Sequences.Range(next, stop.getKey() - 1));
      }
      next = stop.getKey() + (stop.getValue() ? 1 : 0);
    }
    if (holes.size() <= MOST_GAPS) {
      return holes;
    }
    return List.of(new Sequences.Range(holes.getFirst().from(), holes.getLast().to()));
  }

  private long epochOf(Sequences.Range hole, @Nullable Memory memory) {
    if (memory != null && life != null && hole.from() > life.lastSequence()) {
      return memory.epoch();
    }
    for (LogFile.Begun begun : openings.descendingMap().values()) {
      if (begun.opening().first() <= hole.from()) {
        return begun.epoch();
      }
    }
    Map.Entry<Long, LogFile.Held> near = saved.ceilingEntry(hole.from());
    return near != null ? near.getValue().epoch() : lastEpoch(memory);
  }
}
