package io.poyang.ledger;

import io.poyang.ledger.SqliteContinuity.Life;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.continuity.HourCount;
import io.poyang.telemetry.continuity.Sequences;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is known of one epoch that is being written; equal to what the disk has of it. */
final class EpochMemory {
  static final int MOST_RANGES = 4096;

  /**
   * An epoch keeps the checksums of at least so many batches, and of an eighth more at the most.
   */
  static final long MOST_CHECKSUMS = 1 << 16;

  private final Life life;
  private final Sequences sequences;
  private boolean isNew;
  private long batches;
  private long dropped;

  private EpochMemory(Life life, Sequences sequences, boolean isNew, long batches) {
    this.life = life;
    this.sequences = sequences;
    this.isNew = isNew;
    this.batches = batches;
  }

  static EpochMemory read(Connection connection, Life life) throws SQLException {
    List<SequenceRange> ranges = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT first_sequence, last_sequence FROM sequence_range
            WHERE edge = ? AND epoch = ?""")) {
      query.setString(1, life.edge().value());
      query.setLong(2, life.epoch());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ranges.add(new SequenceRange(row.getLong(1), row.getLong(2)));
        }
      }
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT batches FROM epoch WHERE edge = ? AND epoch = ?")) {
      query.setString(1, life.edge().value());
      query.setLong(2, life.epoch());
      try (ResultSet row = query.executeQuery()) {
        boolean isKnown = row.next();
        return new EpochMemory(life, Sequences.of(ranges), !isKnown, isKnown ? row.getLong(1) : 0);
      }
    }
  }

  int ranges() {
    return sequences.size();
  }

  /** Remembers receipts of this epoch and writes down what is new in them. */
  void note(List<Receipt> receipts, Instant at, ContinuityPens pens) throws SQLException {
    Set<Long> touched = new TreeSet<>();
    List<Receipt> fresh = new ArrayList<>(receipts.size());
    for (Receipt receipt : receipts) {
      if (sequences.add(receipt.id().sequence(), touched::add)) {
        fresh.add(receipt);
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    Opening opening = fresh.getFirst().opening();
    fresh.sort(Comparator.comparingLong(receipt -> receipt.id().sequence()));
    batches += fresh.size();
    pens.epoch(life, at, opening, batches);
    for (long first : touched) {
      pens.range(life, first, sequences.lastOf(first));
    }
    if (sequences.size() > MOST_RANGES + MOST_RANGES / 8) {
      pens.forgetRangesBelow(life, sequences.keepHighest(MOST_RANGES));
    }
    for (Hour hour : hours(fresh)) {
      pens.hour(life, hour);
    }
    for (Receipt receipt : fresh) {
      for (Gap gap : receipt.gaps()) {
        pens.gap(life.edge(), gap);
      }
    }
    noteChecksums(fresh, pens);
  }

  private void noteChecksums(List<Receipt> fresh, ContinuityPens pens) throws SQLException {
    int begin = 0;
    for (int i = 1; i <= fresh.size(); i++) {
      if (i == fresh.size()
          || fresh.get(i).id().sequence() != fresh.get(i - 1).id().sequence() + 1) {
        pens.checksums(life, fresh.subList(begin, i), batches);
        begin = i;
      }
    }
    if (batches - MOST_CHECKSUMS >= dropped + MOST_CHECKSUMS / 8) {
      dropped = batches - MOST_CHECKSUMS;
      pens.dropChecksums(life, dropped);
    }
    if (isNew) {
      isNew = false;
      pens.opened(life.edge());
    }
  }

  /** The readings of one hour, counted without an object for each receipt. */
  private static final class Tally {
    private final long hour;
    private final long first;
    private long last;
    private long readings;

    Tally(long hour, long first) {
      this.hour = hour;
      this.first = first;
    }

    void add(long sequence, int count) {
      last = sequence;
      readings += count;
    }

    Hour done(long epoch) {
      return new Hour(
          Instant.ofEpochSecond(hour * 3600), epoch, new SequenceRange(first, last), readings);
    }
  }

  /** By ascending number. */
  private List<Hour> hours(List<Receipt> fresh) {
    Map<Long, Tally> tallies = new LinkedHashMap<>();
    Tally tally = null;
    for (Receipt receipt : fresh) {
      long sequence = receipt.id().sequence();
      for (HourCount count : receipt.readings()) {
        if (tally == null || tally.hour != count.hour()) {
          tally = tallies.computeIfAbsent(count.hour(), hour -> new Tally(hour, sequence));
        }
        tally.add(sequence, count.readings());
      }
    }
    return tallies.values().stream().map(one -> one.done(life.epoch())).toList();
  }
}
