package io.poyang.ledger;

import io.poyang.ledger.SqliteContinuity.Life;
import io.poyang.telemetry.EdgeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the epochs of an edge few: an agent that starts again and again, or an edge that makes
 * epochs up, has those forgotten that have been silent for longest. A certificate of their time
 * then says that the chain is broken, never that it is complete.
 */
final class EpochRoom {
  /** With one restart an hour those of two years. */
  static final int STANDARD = 20_000;

  private static final List<String> TABLES = List.of("epoch", "sequence_range", "checksum", "hour");

  private final Connection connection;
  private final int most;

  /**
   * @param most an edge has at most so many, and an eighth more between two looks
   */
  EpochRoom(Connection connection, int most) {
    this.connection = connection;
    this.most = most;
  }

  /**
   * @return what was forgotten
   */
  List<Life> make(EdgeId edge) throws SQLException {
    long count = count(edge);
    if (count <= most + most / 8) {
      return List.of();
    }
    List<Life> silent = silent(edge, count - most);
    for (String table : TABLES) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE edge = ? AND epoch = ?")) {
        delete.setString(1, edge.value());
        for (Life life : silent) {
          delete.setLong(2, life.epoch());
          delete.executeUpdate();
        }
      }
    }
    return silent;
  }

  private long count(EdgeId edge) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT COUNT(*) FROM epoch WHERE edge = ?")) {
      query.setString(1, edge.value());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<Life> silent(EdgeId edge, long many) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT epoch FROM epoch WHERE edge = ? ORDER BY last_commit, first_commit LIMIT ?")) {
      query.setString(1, edge.value());
      query.setLong(2, many);
      List<Life> silent = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          silent.add(new Life(edge, row.getLong(1)));
        }
      }
      return silent;
    }
  }
}
