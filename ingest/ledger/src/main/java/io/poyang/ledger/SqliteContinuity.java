package io.poyang.ledger;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Continuity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Continuity on disk. What is known of the epochs that are being written is also kept in memory, so
 * that a group of batches in order costs a handful of row updates an epoch and no query.
 *
 * <p>An epoch has at most {@link EpochMemory#MOST_RANGES} ranges: only an edge that leaves out
 * numbers at will has more, and then its lowest are forgotten. They count as missing from there on,
 * never as complete. Of its epochs and gaps an edge has a bounded number, too.
 */
public final class SqliteContinuity implements Continuity {
  private static final int MOST_EPOCHS_IN_MEMORY = 4096;
  private static final int MOST_RANGES_IN_MEMORY = 1 << 19;
  private static final long HOUR_MILLIS = 3_600_000;

  private final LedgerDatabase database;
  private final int mostEpochs;

  // Only touched within a write, hence by one thread at a time.
  private final Map<Life, EpochMemory> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Names an epoch. */
  record Life(EdgeId edge, long epoch) {}

  SqliteContinuity(LedgerDatabase database, int mostEpochs) {
    this.database = database;
    this.mostEpochs = mostEpochs;
  }

  @Override
  public void committed(Collection<Receipt> receipts, Instant at) {
    if (receipts.isEmpty()) {
      return;
    }
    Map<Life, List<Receipt>> byLife = new LinkedHashMap<>();
    for (Receipt receipt : receipts) {
      byLife
          .computeIfAbsent(
              new Life(receipt.id().edge(), receipt.id().epoch()), unused -> new ArrayList<>())
          .add(receipt);
    }
    database.write(
        "noting " + receipts.size() + " committed batches",
        connection -> {
          boolean done = false;
          try (ContinuityPens pens = new ContinuityPens(connection)) {
            for (Map.Entry<Life, List<Receipt>> entry : byLife.entrySet()) {
              memory(connection, entry.getKey()).note(entry.getValue(), at, pens);
            }
            known.keySet().removeAll(Set.copyOf(pens.makeRoom(mostEpochs, at)));
            // Here and not after, so that a commit that fails leaves no memory of what it lost.
            connection.commit();
            done = true;
          } finally {
            if (!done) {
              known.keySet().removeAll(byLife.keySet());
            }
          }
        });
  }

  private EpochMemory memory(Connection connection, Life life) throws SQLException {
    EpochMemory cached = known.get(life);
    if (cached != null) {
      return cached;
    }
    EpochMemory read = EpochMemory.read(connection, life);
    int ranges = known.values().stream().mapToInt(EpochMemory::ranges).sum() + read.ranges();
    var eldest = known.values().iterator();
    while (eldest.hasNext()
        && (known.size() >= MOST_EPOCHS_IN_MEMORY || ranges > MOST_RANGES_IN_MEMORY)) {
      ranges -= eldest.next().ranges();
      eldest.remove();
    }
    known.put(life, read);
    return read;
  }

  @Override
  public List<Epoch> epochs(EdgeId edge) {
    return database.ask(
        "reading the continuity of edge " + edge,
        connection -> {
          Map<Long, List<SequenceRange>> ranges = ranges(connection, edge);
          List<Epoch> epochs = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  SELECT epoch, first_commit, last_commit, first_sequence, previous FROM epoch
                  WHERE edge = ? ORDER BY first_commit, epoch""")) {
            query.setString(1, edge.value());
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                long epoch = row.getLong(1);
                epochs.add(
                    new Epoch(
                        edge,
                        epoch,
                        new Opening(row.getLong(4), row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        List.copyOf(ranges.getOrDefault(epoch, List.of()))));
              }
            }
          }
          return epochs;
        });
  }

  private static Map<Long, List<SequenceRange>> ranges(Connection connection, EdgeId edge)
      throws SQLException {
    Map<Long, List<SequenceRange>> ranges = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT epoch, first_sequence, last_sequence FROM sequence_range
            WHERE edge = ? ORDER BY epoch, first_sequence""")) {
      query.setString(1, edge.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ranges
              .computeIfAbsent(row.getLong(1), unused -> new ArrayList<>())
              .add(new SequenceRange(row.getLong(2), row.getLong(3)));
        }
      }
    }
    return ranges;
  }

  @Override
  public OptionalInt checksum(BatchId batch) {
    return database.ask(
        "reading the checksum of batch " + batch,
        connection -> ChecksumTable.read(connection, batch));
  }

  @Override
  public List<Gap> gaps(EdgeId edge, Period period) {
    return database.read(
        "reading the gaps of edge " + edge,
        connection -> {
          try (GapTable gaps = new GapTable(connection)) {
            return gaps.touching(edge, period);
          }
        });
  }

  @Override
  public List<Hour> hours(EdgeId edge, Period period) {
    return database.read(
        "reading the hours of edge " + edge,
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  SELECT hour, epoch, first_sequence, last_sequence, readings FROM hour
                  WHERE edge = ? AND hour >= ? AND hour <= ? ORDER BY hour, epoch""")) {
            query.setString(1, edge.value());
            query.setLong(2, Math.floorDiv(period.from().toEpochMilli(), HOUR_MILLIS));
            query.setLong(3, Math.floorDiv(period.to().toEpochMilli() - 1, HOUR_MILLIS));
            List<Hour> hours = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                hours.add(
                    new Hour(
                        Instant.ofEpochMilli(row.getLong(1) * HOUR_MILLIS),
                        row.getLong(2),
                        new SequenceRange(row.getLong(3), row.getLong(4)),
                        row.getLong(5)));
              }
            }
            return hours;
          }
        });
  }
}
