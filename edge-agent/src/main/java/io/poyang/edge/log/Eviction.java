package io.poyang.edge.log;

import io.poyang.telemetry.Gap;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Takes the oldest batches out of a transaction's file and tells exactly what was in them. */
final class Eviction {
  private static final int ROWS = 64;

  /** Whether to stop before this row. */
  interface Until {
    boolean reached(LogFile.Held next) throws SQLException;
  }

  private final LogFile file;
  private final LongPredicate spared;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Sequences.Range> ranges = new ArrayList<>();
  private Backlog dropped = Backlog.EMPTY;
  private @Nullable Run run;

  /** Neighbours in one epoch, which one gap tells of. */
  private record Run(LogFile.Held first, LogFile.Held last, long readings, long from, long to) {
    static Run of(LogFile.Held row) {
      return new Run(row, row, row.readings(), row.firstAtMillis(), row.lastAtMillis());
    }

    boolean continuesWith(LogFile.Held row) {
      return row.epoch() == first.epoch() && row.sequence() == last.sequence() + 1;
    }

    Run with(LogFile.Held row) {
      return new Run(
          first,
          row,
          readings + row.readings(),
          Math.min(from, row.firstAtMillis()),
          Math.max(to, row.lastAtMillis()));
    }

    Gap.Batches batches() {
      return new Gap.Batches(first.epoch(), first.sequence(), last.sequence());
    }
  }

  /**
   * @param spared batches that stay although they are old
   */
  Eviction(LogFile file, LongPredicate spared) {
    this.file = file;
    this.spared = spared;
  }

  /** Drops the oldest batches that tell of no loss themselves, up to so many. */
  void drop(Gap.Cause cause, String detail, int most, Until until) throws SQLException {
    long after = 0;
    int taken = 0;
    boolean done = false;
    while (!done) {
      List<LogFile.Held> rows = file.oldest(after, ROWS);
      done = rows.isEmpty();
      for (LogFile.Held row : rows) {
        done = taken == most || until.reached(row);
        if (done) {
          break;
        }
        after = row.sequence();
        if (!spared.test(row.sequence())) {
          take(row, cause, detail);
          taken++;
        }
      }
    }
    tell(cause, detail);
  }

  /** Drops one batch that its disk has spoilt. */
  void dropDamaged(long sequence) throws SQLException {
    LogFile.Held row = file.held(sequence);
    if (row != null) {
      String detail = "its bytes in the log are not those that were written";
      take(row, Gap.Cause.LOG_DAMAGED, detail);
      tell(Gap.Cause.LOG_DAMAGED, detail);
    }
  }

  private void take(LogFile.Held row, Gap.Cause cause, String detail) throws SQLException {
    dropped = dropped.plus(file.delete(new Sequences.Range(row.sequence(), row.sequence())));
    Run open = run;
    if (open != null && open.continuesWith(row)) {
      run = open.with(row);
    } else {
      tell(cause, detail);
      run = Run.of(row);
    }
  }

  private void tell(Gap.Cause cause, String detail) {
    Run ended = run;
    if (ended == null) {
      return;
    }
    boolean toldOfLoss = ended.last().gaps() > 0;
    gaps.add(
        new Gap(
            cause,
            toldOfLoss ? OptionalLong.empty() : OptionalLong.of(ended.readings()),
            Instant.ofEpochMilli(ended.from()),
            Instant.ofEpochMilli(ended.to()),
            List.of(),
            Optional.of(ended.batches()),
            toldOfLoss ? detail + "; it told of losses itself" : detail));
    ranges.add(new Sequences.Range(ended.first().sequence(), ended.last().sequence()));
    run = null;
  }

  /** What is to be told, one gap for each stretch of numbers. */
  List<Gap> gaps() {
    return gaps;
  }

  /** The numbers that are gone. */
  List<Sequences.Range> ranges() {
    return ranges;
  }

  /** How much is gone. */
  Backlog dropped() {
    return dropped;
  }
}
