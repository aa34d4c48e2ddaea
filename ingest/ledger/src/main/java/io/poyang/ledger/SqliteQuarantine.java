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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine on disk. A refusal that comes again keeps the number it first had. Bounded: a
 * device that sends rubbish for months pushes out the oldest, it does not fill the disk.
 */
public final class SqliteQuarantine implements Quarantine {
  /** At most about 5 GB, usually a tenth of that. */
  static final long MOST = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(SqliteQuarantine.class);

  private final LedgerDatabase database;
  private final long most;
  private final AtomicBoolean complained = new AtomicBoolean();

  SqliteQuarantine(LedgerDatabase database, long most) {
    this.database = database;
    this.most = most;
  }

  @Override
  public void put(Collection<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return;
    }
    database.write(
        "keeping " + refusals.size() + " refusals",
        connection -> {
          long number;
          try (PreparedStatement last =
                  connection.prepareStatement("SELECT COALESCE(MAX(number), 0) FROM refusal");
              ResultSet row = last.executeQuery()) {
            row.next();
            number = row.getLong(1);
          }
          try (PreparedStatement put =
              connection.prepareStatement(
                  """
                  INSERT INTO refusal
                    (number, refusal_key, received_at, edge, reason, subject, detail, content)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT (refusal_key) DO UPDATE SET received_at = excluded.received_at,
                    edge = excluded.edge, reason = excluded.reason, subject = excluded.subject,
                    detail = excluded.detail, content = excluded.content""")) {
            for (Refusal refusal : refusals) {
              put.setLong(1, ++number);
              put.setString(2, refusal.key());
              put.setLong(3, refusal.receivedAt().toEpochMilli());
              put.setString(4, refusal.edge().value());
              put.setString(5, refusal.reason().name());
              put.setString(6, refusal.subject());
              put.setString(7, refusal.detail());
              put.setString(8, refusal.content());
              put.addBatch();
            }
            put.executeBatch();
          }
          dropOldest(connection, number - most);
        });
  }

  private void dropOldest(Connection connection, long upTo) throws SQLException {
    if (upTo <= 0) {
      return;
    }
    try (PreparedStatement drop =
        connection.prepareStatement("DELETE FROM refusal WHERE number <= ?")) {
      drop.setLong(1, upTo);
      if (drop.executeUpdate() > 0 && complained.compareAndSet(false, true)) {
        LOG.warn(
            "ledger: quarantine is full, the oldest refusals make room for the newest {}; look at"
                + " what is being refused",
            most);
      }
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
                      "SELECT reason, COUNT(*) FROM refusal GROUP BY reason");
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
    return database.read(
        "listing refusals",
        connection -> {
          List<Kept> kept = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  SELECT number, refusal_key, received_at, edge, reason, subject, detail, content
                  FROM refusal WHERE number < ? ORDER BY number DESC LIMIT ?""")) {
            query.setLong(1, before);
            query.setInt(2, limit);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                kept.add(new Kept(row.getLong(1), refusal(row), Optional.empty()));
              }
            }
          }
          return kept;
        });
  }

  private static Refusal refusal(ResultSet row) throws SQLException {
    return new Refusal(
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        new EdgeId(row.getString(4)),
        Reason.valueOf(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  @Override
  public Optional<Kept> find(long number) {
    return list(Filter.OPEN, number + 1, 1).stream()
        .filter(kept -> kept.number() == number)
        .findFirst();
  }

  @Override
  public void settle(Collection<Long> numbers, Settlement settlement) {}
}
