package io.poyang.ledger;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The gaps of all edges, whoever tells of them; works within a transaction of its caller's. */
final class GapTable {
  private static final String COLUMNS =
      "cause, readings, from_at, until_at, epoch, first_sequence, last_sequence, signals, detail";

  private final Connection connection;

  GapTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * @return the number it got
   */
  long add(EdgeId edge, Gap gap) throws SQLException {
    long number = lastNumber(edge) + 1;
    put(edge, number, gap);
    return number;
  }

  private long lastNumber(EdgeId edge) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT COALESCE(MAX(number), 0) FROM gap WHERE edge = ?")) {
      query.setString(1, edge.value());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Writes a gap down, in the place of an earlier one of that number. */
  void put(EdgeId edge, long number, Gap gap) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO gap (edge, number, "
                + COLUMNS
                + """
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (edge, number) DO UPDATE SET readings = excluded.readings,
                  from_at = excluded.from_at, until_at = excluded.until_at,
                  detail = excluded.detail""")) {
      put.setString(1, edge.value());
      put.setLong(2, number);
      put.setString(3, gap.cause().name());
      set(put, 4, gap.readings());
      put.setLong(5, gap.from().toEpochMilli());
      put.setLong(6, gap.to().toEpochMilli());
      set(put, 7, number(gap.batches().map(Gap.Batches::epoch)));
      set(put, 8, number(gap.batches().map(Gap.Batches::first)));
      set(put, 9, number(gap.batches().map(Gap.Batches::last)));
      put.setString(
          10, gap.signals().stream().map(SignalId::toString).collect(Collectors.joining("\n")));
      put.setString(11, gap.detail());
      put.executeUpdate();
    }
  }

  private static OptionalLong number(Optional<Long> number) {
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static void set(PreparedStatement statement, int index, OptionalLong number)
      throws SQLException {
    if (number.isPresent()) {
      statement.setLong(index, number.getAsLong());
    } else {
      statement.setNull(index, Types.BIGINT);
    }
  }

  List<Gap> touching(EdgeId edge, Period period) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM gap WHERE edge = ? AND from_at < ? AND until_at >= ?"
                + " ORDER BY from_at, number")) {
      query.setString(1, edge.value());
      query.setLong(2, period.to().toEpochMilli());
      query.setLong(3, period.from().toEpochMilli());
      List<Gap> gaps = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          gaps.add(gap(row));
        }
      }
      return gaps;
    }
  }

  private static Gap gap(ResultSet row) throws SQLException {
    long readings = row.getLong(2);
    OptionalLong count = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(readings);
    long epoch = row.getLong(5);
    Optional<Gap.Batches> batches =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Gap.Batches(epoch, row.getLong(6), row.getLong(7)));
    return new Gap(
        Gap.Cause.valueOf(row.getString(1)),
        count,
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        row.getString(8).lines().map(SignalId::parse).toList(),
        batches,
        row.getString(9));
  }
}
