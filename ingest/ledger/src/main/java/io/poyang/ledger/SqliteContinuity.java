package io.poyang.ledger;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.continuity.Sequences;
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
import java.util.TreeSet;

/**
 * Continuity on disk, one row a range. The ranges of the epochs that are being written are also
 * kept in memory, so that a group of batches in order costs two row updates an epoch and no query.
 */
public final class SqliteContinuity implements Continuity {
  private static final int MOST_IN_MEMORY = 4096;
  private static final String PUT_EPOCH =
      """
      INSERT INTO epoch (edge, epoch, first_commit, last_commit) VALUES (?, ?, ?, ?)
      ON CONFLICT (edge, epoch) DO UPDATE SET last_commit = excluded.last_commit""";
  private static final String PUT_RANGE =
      """
      INSERT INTO sequence_range (edge, epoch, first_sequence, last_sequence) VALUES (?, ?, ?, ?)
      ON CONFLICT (edge, epoch, first_sequence)
        DO UPDATE SET last_sequence = excluded.last_sequence""";
  private static final String DROP_RANGE =
      "DELETE FROM sequence_range WHERE edge = ? AND epoch = ? AND first_sequence = ?";

  private final LedgerDatabase database;
  // Only touched within a write, hence by one thread at a time.
  private final Map<Life, Sequences> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Life(EdgeId edge, long epoch) {}

  SqliteContinuity(LedgerDatabase database) {
    this.database = database;
  }

  @Override
  public void committed(Collection<Receipt> receipts, Instant at) {
    List<BatchId> batches = receipts.stream().map(Receipt::id).toList();
    if (batches.isEmpty()) {
      return;
    }
    Map<Life, List<BatchId>> byLife = new LinkedHashMap<>();
    for (BatchId batch : batches) {
      byLife
          .computeIfAbsent(new Life(batch.edge(), batch.epoch()), unused -> new ArrayList<>())
          .add(batch);
    }
    database.write(
        "noting " + batches.size() + " committed batches",
        connection -> {
          boolean done = false;
          try (PreparedStatement epoch = connection.prepareStatement(PUT_EPOCH);
              PreparedStatement putRange = connection.prepareStatement(PUT_RANGE);
              PreparedStatement dropRange = connection.prepareStatement(DROP_RANGE)) {
            Pens pens = new Pens(connection, epoch, putRange, dropRange);
            for (Map.Entry<Life, List<BatchId>> entry : byLife.entrySet()) {
              note(pens, entry.getKey(), entry.getValue(), at);
            }
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

  private void note(Pens pens, Life life, List<BatchId> batches, Instant at) throws SQLException {
    Sequences sequences = sequences(pens.connection(), life);
    Set<Long> touched = new TreeSet<>();
    for (BatchId batch : batches) {
      sequences.add(batch.sequence(), touched::add);
    }
    if (touched.isEmpty()) {
      return;
    }
    PreparedStatement epoch = pens.epoch();
    epoch.setString(1, life.edge().value());
    epoch.setLong(2, life.epoch());
    epoch.setLong(3, at.toEpochMilli());
    epoch.setLong(4, at.toEpochMilli());
    epoch.executeUpdate();
    for (long first : touched) {
      long last = sequences.lastOf(first);
      PreparedStatement range = last == 0 ? pens.dropRange() : pens.putRange();
      range.setString(1, life.edge().value());
      range.setLong(2, life.epoch());
      range.setLong(3, first);
      if (last != 0) {
        range.setLong(4, last);
      }
      range.executeUpdate();
    }
  }

  /** The statements of one call, prepared once however many epochs it touches. */
  private record Pens(
      Connection connection,
      PreparedStatement epoch,
      PreparedStatement putRange,
      PreparedStatement dropRange) {}

  private Sequences sequences(Connection connection, Life life) throws SQLException {
    Sequences cached = known.get(life);
    if (cached != null) {
      return cached;
    }
    Sequences read =
        Sequences.of(ranges(connection, life.edge()).getOrDefault(life.epoch(), List.of()));
    if (known.size() >= MOST_IN_MEMORY) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(life, read);
    return read;
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
  public List<Epoch> epochs(EdgeId edge) {
    return database.read(
        "reading the continuity of edge " + edge,
        connection -> {
          Map<Long, List<SequenceRange>> ranges = ranges(connection, edge);
          List<Epoch> epochs = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  SELECT epoch, first_commit, last_commit FROM epoch
                  WHERE edge = ? ORDER BY first_commit, epoch""")) {
            query.setString(1, edge.value());
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                long epoch = row.getLong(1);
                epochs.add(
                    new Epoch(
                        edge,
                        epoch,
                        Opening.OF_NEW_LOG,
                        Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        List.copyOf(ranges.getOrDefault(epoch, List.of()))));
              }
            }
          }
          return epochs;
        });
  }

  @Override
  public OptionalInt checksum(BatchId batch) {
    return OptionalInt.empty();
  }

  @Override
  public List<Gap> gaps(EdgeId edge, Period period) {
    return List.of();
  }

  @Override
  public List<Hour> hours(EdgeId edge, Period period) {
    return List.of();
  }
}
