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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The gaps of all edges, whoever tells of them; works within one transaction of its caller's. */
final class GapTable implements AutoCloseable {
  static final String COLUMNS =
      "cause, readings, from_at, until_at, epoch, first_sequence, last_sequence, signals, detail";

  private static final String PUT =
      "INSERT INTO gap (edge, number, "
          + COLUMNS
          + """
          ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (edge, number) DO UPDATE SET readings = excluded.readings,
            from_at = excluded.from_at, until_at = excluded.until_at,
            epoch = excluded.epoch, first_sequence = excluded.first_sequence,
            last_sequence = excluded.last_sequence, signals = excluded.signals,
            detail = excluded.detail""";

  private final Connection connection;
  private final Map<EdgeId, Long> lastNumbers = new HashMap<>();
  private @Nullable PreparedStatement put;

  GapTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * @return the number it got
   */
  long add(EdgeId edge, Gap gap) throws SQLException {
    Long last = lastNumbers.get(edge);
    long number = (last == null ? lastNumber(edge) : last) + 1;
    lastNumbers.put(edge, number);
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
    PreparedStatement pen = put == null ? connection.prepareStatement(PUT) : put;
    put = pen;
    pen.setString(1, edge.value());
    pen.setLong(2, number);
    pen.setString(3, gap.cause().name());
    set(pen, 4, gap.readings());
    pen.setLong(5, gap.from().toEpochMilli());
    pen.setLong(6, gap.to().toEpochMilli());
    set(pen, 7, number(gap.batches().map(Gap.Batches::epoch)));
    set(pen, 8, number(gap.batches().map(Gap.Batches::first)));
    set(pen, 9, number(gap.batches().map(Gap.Batches::last)));
    pen.setString(
        10, gap.signals().stream().map(SignalId::toString).collect(Collectors.joining("\n")));
    pen.setString(11, gap.detail());
    pen.executeUpdate();
  }

  /**
   * Whether a gap still stands as it was written down, and has not been told as one with others.
   */
  boolean has(EdgeId edge, long number, Gap gap) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM gap WHERE edge = ? AND number = ?")) {
      query.setString(1, edge.value());
      query.setLong(2, number);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && gap(row).equals(gap);
      }
    }
  }

  /** The edges that were told of a loss since this was made. */
  Set<EdgeId> grown() {
    return lastNumbers.keySet();
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

  static Gap gap(ResultSet row) throws SQLException {
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

  @Override
  public void close() throws SQLException {
    if (put != null) {
      put.close();
    }
  }
}
