package io.poyang.ledger;

import io.poyang.ledger.SqliteContinuity.Life;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements of one transaction, each prepared once however many epochs it touches. */
final class ContinuityPens implements AutoCloseable {
  /** A batch that is repeated after this long was not repeated for a lost receipt. */
  private static final Duration OLD = Duration.ofDays(7);

  private static final String EPOCH =
      """
      INSERT INTO epoch
        (edge, epoch, first_commit, last_commit, first_sequence, previous, batches)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (edge, epoch)
        DO UPDATE SET last_commit = excluded.last_commit, batches = excluded.batches""";
  private static final String RANGE =
      """
      INSERT INTO sequence_range (edge, epoch, first_sequence, last_sequence) VALUES (?, ?, ?, ?)
      ON CONFLICT (edge, epoch, first_sequence)
        DO UPDATE SET last_sequence = excluded.last_sequence""";
  private static final String NO_RANGE =
      "DELETE FROM sequence_range WHERE edge = ? AND epoch = ? AND first_sequence = ?";
  private static final String FORGET_RANGES =
      "DELETE FROM sequence_range WHERE edge = ? AND epoch = ? AND first_sequence < ?";
  // CASE, because the smaller of two is MIN in one dialect and LEAST in the other.
  private static final String HOUR =
      """
      INSERT INTO hour (edge, hour, epoch, first_sequence, last_sequence, readings)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (edge, hour, epoch) DO UPDATE SET
        first_sequence = CASE WHEN excluded.first_sequence < hour.first_sequence
          THEN excluded.first_sequence ELSE hour.first_sequence END,
        last_sequence = CASE WHEN excluded.last_sequence > hour.last_sequence
          THEN excluded.last_sequence ELSE hour.last_sequence END,
        readings = hour.readings + excluded.readings""";
  private static final String CHECKSUMS =
      """
      INSERT INTO checksum (edge, epoch, first_sequence, last_sequence, place, checksums)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (edge, epoch, first_sequence) DO UPDATE SET
        last_sequence = excluded.last_sequence, place = excluded.place,
        checksums = excluded.checksums""";
  private static final String DROP_CHECKSUMS =
      "DELETE FROM checksum WHERE edge = ? AND epoch = ? AND place <= ?";
  private static final String DROP_OLD_CHECKSUMS =
      """
      DELETE FROM checksum WHERE edge = ? AND epoch IN
        (SELECT epoch FROM epoch WHERE edge = ? AND last_commit < ?)""";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final GapTable gaps;
  private final Set<EdgeId> opened = new HashSet<>();

  ContinuityPens(Connection connection) {
    this.connection = connection;
    this.gaps = new GapTable(connection);
  }

  private PreparedStatement pen(String sql) throws SQLException {
    PreparedStatement pen = prepared.get(sql);
    if (pen == null) {
      pen = connection.prepareStatement(sql);
      prepared.put(sql, pen);
    }
    return pen;
  }

  private PreparedStatement pen(String sql, Life life) throws SQLException {
    PreparedStatement pen = pen(sql);
    pen.setString(1, life.edge().value());
    pen.setLong(2, life.epoch());
    return pen;
  }

  void epoch(Life life, Instant at, Opening opening, long batches) throws SQLException {
    PreparedStatement pen = pen(EPOCH, life);
    pen.setLong(3, at.toEpochMilli());
    pen.setLong(4, at.toEpochMilli());
    pen.setLong(5, opening.first());
    pen.setLong(6, opening.previous());
    pen.setLong(7, batches);
    pen.executeUpdate();
  }

  /**
   * @param last 0 where there is no such range any more
   */
  void range(Life life, long first, long last) throws SQLException {
    PreparedStatement pen = pen(last == 0 ? NO_RANGE : RANGE, life);
    pen.setLong(3, first);
    if (last != 0) {
      pen.setLong(4, last);
    }
    pen.executeUpdate();
  }

  void forgetRangesBelow(Life life, long first) throws SQLException {
    PreparedStatement pen = pen(FORGET_RANGES, life);
    pen.setLong(3, first);
    pen.executeUpdate();
  }

  void hour(Life life, Hour hour) throws SQLException {
    PreparedStatement pen = pen(HOUR);
    pen.setString(1, life.edge().value());
    pen.setLong(2, Math.floorDiv(hour.from().getEpochSecond(), 3600L));
    pen.setLong(3, life.epoch());
    pen.setLong(4, hour.batches().first());
    pen.setLong(5, hour.batches().last());
    pen.setLong(6, hour.readings());
    pen.executeUpdate();
  }

  void gap(EdgeId edge, Gap gap) throws SQLException {
    gaps.add(edge, gap);
  }

  /** An edge has begun an epoch. */
  void opened(EdgeId edge) {
    opened.add(edge);
  }

  /**
   * Once all is written: what an edge tells must not fill the disk.
   *
   * @return epochs that had to be forgotten
   */
  List<Life> makeRoom(int mostEpochs, Instant now) throws SQLException {
    GapRoom gapRoom = new GapRoom(connection, gaps);
    for (EdgeId edge : gaps.grown()) {
      gapRoom.make(edge);
    }
    EpochRoom epochRoom = new EpochRoom(connection, mostEpochs);
    List<Life> forgotten = new ArrayList<>();
    for (EdgeId edge : opened) {
      dropChecksumsOfOldEpochs(edge, now);
      forgotten.addAll(epochRoom.make(edge));
    }
    return forgotten;
  }

  /**
   * @param place how many batches of the epoch were committed up to here
   */
  void checksums(Life life, List<Receipt> inARow, long place) throws SQLException {
    PreparedStatement pen = pen(CHECKSUMS, life);
    pen.setLong(3, inARow.getFirst().id().sequence());
    pen.setLong(4, inARow.getLast().id().sequence());
    pen.setLong(5, place);
    pen.setBytes(6, ChecksumTable.bytes(inARow));
    pen.executeUpdate();
  }

  void dropChecksums(Life life, long place) throws SQLException {
    PreparedStatement pen = pen(DROP_CHECKSUMS, life);
    pen.setLong(3, place);
    pen.executeUpdate();
  }

  private void dropChecksumsOfOldEpochs(EdgeId edge, Instant now) throws SQLException {
    PreparedStatement pen = pen(DROP_OLD_CHECKSUMS);
    pen.setString(1, edge.value());
    pen.setString(2, edge.value());
    pen.setLong(3, now.minus(OLD).toEpochMilli());
    pen.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    gaps.close();
    for (PreparedStatement pen : prepared.values()) {
      pen.close();
    }
  }
}
