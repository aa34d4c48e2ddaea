package io.poyang.ledger;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine on disk. A refusal that comes again keeps the number it first had. Bounded: a
 * device that sends rubbish for months pushes out its own oldest, it does not fill the disk.
 */
public final class SqliteQuarantine implements Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteQuarantine.class);

  private final LedgerDatabase database;
  private final QuarantineRoom.Limits limits;
  private final AtomicBoolean complained = new AtomicBoolean();

  /** Only touched within a write, hence by one thread at a time; null until it is measured. */
  private @Nullable QuarantineRoom room;

  SqliteQuarantine(LedgerDatabase database, QuarantineRoom.Limits limits) {
    this.database = database;
    this.limits = limits;
  }

  @Override
  public void put(Collection<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return;
    }
    database.write(
        "keeping " + refusals.size() + " refusals",
        connection -> {
          QuarantineRoom measured = room == null ? measured(connection) : room;
          // Until all of it has gone through, what was measured may not be what the disk has.
          room = null;
          put(connection, refusals, measured);
          connection.commit();
          room = measured;
        });
  }

  private QuarantineRoom measured(Connection connection) throws SQLException {
    return QuarantineRoom.measured(connection, limits);
  }

  private void put(Connection connection, Collection<Refusal> refusals, QuarantineRoom measured)
      throws SQLException {
    long number = lastNumber(connection);
    Set<EdgeId> grown = new HashSet<>();
    Instant now = Instant.MIN;
    try (PreparedStatement known =
            connection.prepareStatement("SELECT edge, weight FROM refusal WHERE refusal_key = ?");
        PreparedStatement put = connection.prepareStatement(RefusalRow.PUT)) {
      for (Refusal refusal : refusals) {
        known.setString(1, refusal.key());
        try (ResultSet row = known.executeQuery()) {
          if (row.next()) {
            measured.changed(new EdgeId(row.getString(1)), -1, -row.getLong(2));
          }
        }
        RefusalRow.set(put, ++number, refusal);
        put.executeUpdate();
        measured.changed(refusal.edge(), 1, RefusalRow.weight(refusal));
        grown.add(refusal.edge());
        now = refusal.receivedAt().isAfter(now) ? refusal.receivedAt() : now;
      }
    }
    if (measured.make(connection, grown, now) > 0 && complained.compareAndSet(false, true)) {
      LOG.warn(
          "ledger: quarantine is full, refusals that nobody has settled make room for the newest;"
              + " look at what is being refused");
    }
  }

  private static long lastNumber(Connection connection) throws SQLException {
    try (PreparedStatement last =
            connection.prepareStatement("SELECT COALESCE(MAX(number), 0) FROM refusal");
        ResultSet row = last.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public long count() {
    return countByReason().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Map<Reason, Long> countByReason() {
    return database.read(
        "counting refusals",
        connection -> {
          Map<Reason, Long> counts = new EnumMap<>(Reason.class);
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT reason, COUNT(*) FROM refusal WHERE settled = 0 GROUP BY reason");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              counts.put(Reason.valueOf(row.getString(1)), row.getLong(2));
            }
          }
          return counts;
        });
  }

  @Override
  public List<Kept> list(Filter filter, long before, int limit) {
    String sql =
        RefusalRow.SELECT
            + " WHERE number < ?"
            + (filter.settled() ? "" : " AND settled = 0")
            + (filter.edge().isPresent() ? " AND edge = ?" : "")
            + (filter.reason().isPresent() ? " AND reason = ?" : "")
            + " ORDER BY number DESC LIMIT ?";
    return database.read(
        "listing refusals",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            int index = 1;
            query.setLong(index++, before);
            if (filter.edge().isPresent()) {
              query.setString(index++, filter.edge().get().value());
            }
            if (filter.reason().isPresent()) {
              query.setString(index++, filter.reason().get().name());
            }
            query.setInt(index, limit);
            return kept(query);
          }
        });
  }

  private static List<Kept> kept(PreparedStatement query) throws SQLException {
    List<Kept> kept = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        kept.add(RefusalRow.kept(row));
      }
    }
    return kept;
  }

  @Override
  public Optional<Kept> find(long number) {
    return database.read(
        "finding refusal " + number,
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(RefusalRow.SELECT + " WHERE number = ?")) {
            query.setLong(1, number);
            return kept(query).stream().findFirst();
          }
        });
  }

  @Override
  public void settle(Collection<Long> numbers, Settlement settlement) {
    if (numbers.isEmpty()) {
      return;
    }
    database.write(
        "settling " + numbers.size() + " refusals",
        connection -> {
          try (PreparedStatement settle =
              connection.prepareStatement(
                  """
                  UPDATE refusal SET settled = 1, outcome = ?, settled_at = ?, settled_why = ?
                  WHERE number = ? AND settled = 0""")) {
            settle.setString(1, settlement.outcome().name());
            settle.setLong(2, settlement.at().toEpochMilli());
            settle.setString(3, settlement.why());
            for (long number : numbers) {
              settle.setLong(4, number);
              settle.executeUpdate();
            }
          }
        });
  }
}
