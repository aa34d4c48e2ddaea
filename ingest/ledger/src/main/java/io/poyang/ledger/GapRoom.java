package io.poyang.ledger;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Batches;
import io.poyang.telemetry.Gap.Cause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the gaps of an edge few: where there are too many, the oldest are told of as one for each
 * cause and for batches in a row, or, where that is of no avail, for each cause alone. A loss may
 * then seem longer than it was, never shorter, and batches without a gap count as missing.
 */
final class GapRoom {
  /** An edge has at most so many, and an eighth more between two looks. */
  static final int MOST = 10_000;

  private static final int LESS = MOST / 4;
  private static final String OF_EDGE = " FROM gap WHERE edge = ?";

  private final Connection connection;
  private final GapTable table;

  private record Numbered(long number, Gap gap) {}

  GapRoom(Connection connection, GapTable table) {
    this.connection = connection;
    this.table = table;
  }

  void make(EdgeId edge) throws SQLException {
    long count = count(edge);
    if (count <= MOST + MOST / 8) {
      return;
    }
    List<Numbered> oldest = oldest(edge, count - MOST + LESS);
    List<Numbered> rows = merged(oldest, true);
    if (rows.size() > LESS / 2) {
      rows = merged(rows, false);
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM gap WHERE edge = ? AND number = ?")) {
      delete.setString(1, edge.value());
      for (Numbered one : oldest) {
        delete.setLong(2, one.number());
        delete.executeUpdate();
      }
    }
    for (Numbered one : rows) {
      table.put(edge, one.number(), one.gap());
    }
  }

  private long count(EdgeId edge) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*)" + OF_EDGE)) {
      query.setString(1, edge.value());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<Numbered> oldest(EdgeId edge, long most) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT " + GapTable.COLUMNS + ", number" + OF_EDGE + " ORDER BY number LIMIT ?")) {
      query.setString(1, edge.value());
      query.setLong(2, most);
      List<Numbered> oldest = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          oldest.add(new Numbered(row.getLong(10), GapTable.gap(row)));
        }
      }
      return oldest;
    }
  }

  /**
   * @param byBatches whether those of different batches stay apart
   */
  private static List<Numbered> merged(List<Numbered> gaps, boolean byBatches) {
    List<Numbered> sorted = new ArrayList<>(gaps);
    sorted.sort(
        Comparator.comparing((Numbered one) -> one.gap().cause())
            .thenComparing(one -> one.gap().batches().map(Batches::epoch).orElse(0L))
            .thenComparing(one -> one.gap().batches().map(Batches::first).orElse(0L)));
    List<Numbered> merged = new ArrayList<>();
    for (Numbered one : sorted) {
      Numbered last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || !belong(last.gap(), one.gap(), byBatches)) {
        merged.add(one);
      } else {
        merged.set(
            merged.size() - 1,
            new Numbered(Math.min(last.number(), one.number()), merged(last.gap(), one.gap())));
      }
    }
    return merged;
  }

  private static boolean belong(Gap gap, Gap next, boolean byBatches) {
    return gap.cause() == next.cause()
        && (!byBatches || gap.batches().isEmpty() && next.batches().isEmpty() || inARow(gap, next));
  }

  private static boolean inARow(Gap gap, Gap next) {
    Batches before = gap.batches().orElse(null);
    Batches after = next.batches().orElse(null);
    return before != null
        && after != null
        && before.epoch() == after.epoch()
        && before.last() >= after.first() - 1;
  }

  private static Gap merged(Gap gap, Gap next) {
    Cause cause = gap.cause();
    return new Gap(
        cause,
        sum(gap.readings(), next.readings()),
        gap.from().isBefore(next.from()) ? gap.from() : next.from(),
        gap.to().isAfter(next.to()) ? gap.to() : next.to(),
        gap.signals().equals(next.signals()) ? gap.signals() : List.of(),
        inARow(gap, next)
            ? Optional.of(batches(gap.batches().orElseThrow(), next.batches().orElseThrow()))
            : Optional.empty(),
        "several losses of this cause, told as one: the edge has told of more than "
            + MOST
            + " in all");
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return OptionalLong.empty();
    }
    long sum = one.getAsLong() + other.getAsLong();
    return sum < 0 ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  private static Batches batches(Batches one, Batches other) {
    return new Batches(one.epoch(), one.first(), Math.max(one.last(), other.last()));
  }
}
