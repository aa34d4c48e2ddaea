package io.poyang.ledger;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.quarantine.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is in the quarantine, and what goes when it is too much: the oldest settled refusals,
 * then the oldest open ones. Open ones that go are a gap of their edge, one for all of an hour.
 * Works within a transaction of its caller's, and is of no use any more where that fails.
 */
final class QuarantineRoom {
  static final String MEASURE = "SELECT edge, COUNT(*), SUM(weight) FROM refusal GROUP BY edge";

  private static final Duration ONE_GAP = Duration.ofHours(1);

  /** How many refusals, and how many bytes. */
  record Size(long refusals, long bytes) {
    static final Size NOTHING = new Size(0, 0);

    Size plus(long count, long weight) {
      return new Size(refusals + count, bytes + weight);
    }

    boolean exceeds(Size most) {
      return refusals > most.refusals || bytes > most.bytes;
    }
  }

  /** What one edge may fill, and all of them together. */
  record Limits(Size edge, Size all) {
    static final Limits STANDARD =
        new Limits(new Size(100_000, 64L << 20), new Size(1_000_000, 4L << 30));
  }

  private record Victim(
      long number, EdgeId edge, long weight, long readings, Reason reason, Instant receivedAt) {}

  /** The last gap of an edge, which may still grow. */
  private record Growing(long number, Instant begun, Gap gap, Map<Reason, Long> refusals) {}

  private final Limits limits;
  private final Map<EdgeId, Size> sizes = new HashMap<>();
  private final Map<EdgeId, Growing> gaps = new HashMap<>();
  private Size all = Size.NOTHING;

  private QuarantineRoom(Limits limits) {
    this.limits = limits;
  }

  static QuarantineRoom measured(Connection connection, Limits limits) throws SQLException {
    QuarantineRoom room = new QuarantineRoom(limits);
    try (PreparedStatement query = connection.prepareStatement(MEASURE);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        room.changed(new EdgeId(row.getString(1)), row.getLong(2), row.getLong(3));
      }
    }
    return room;
  }

  void changed(EdgeId edge, long refusals, long bytes) {
    sizes.merge(
        edge,
        new Size(refusals, bytes),
        (size, change) -> size.plus(change.refusals(), change.bytes()));
    all = all.plus(refusals, bytes);
  }

  /**
   * Makes room where there is too much.
   *
   * @return how many open refusals had to go
   */
  int make(Connection connection, Set<EdgeId> grown, Instant now) throws SQLException {
    List<Victim> lost = new ArrayList<>();
    for (EdgeId edge : grown) {
      for (int settled = 1; settled >= 0; settled--) {
        while (sizes.getOrDefault(edge, Size.NOTHING).exceeds(limits.edge())
            && evict(connection, Optional.of(edge), settled, lost)) {}
      }
    }
    for (int settled = 1; settled >= 0; settled--) {
      while (all.exceeds(limits.all()) && evict(connection, Optional.empty(), settled, lost)) {}
    }
    Map<EdgeId, List<Victim>> byEdge = lost.stream().collect(Collectors.groupingBy(Victim::edge));
    try (GapTable table = new GapTable(connection)) {
      for (Map.Entry<EdgeId, List<Victim>> one : byEdge.entrySet()) {
        tell(table, one.getKey(), one.getValue(), now);
      }
    }
    return lost.size();
  }

  /** Evicts some of the oldest; false where there were none. */
  private boolean evict(
      Connection connection, Optional<EdgeId> edge, int settled, List<Victim> lost)
      throws SQLException {
    List<Victim> oldest = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT number, edge, weight, readings, reason, received_at FROM refusal WHERE "
                + (edge.isPresent() ? "edge = ? AND " : "")
                + "settled = ? ORDER BY number LIMIT 100")) {
      int index = 1;
      if (edge.isPresent()) {
        query.setString(index++, edge.get().value());
      }
      query.setInt(index, settled);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          oldest.add(
              new Victim(
                  row.getLong(1),
                  new EdgeId(row.getString(2)),
                  row.getLong(3),
                  row.getLong(4),
                  Reason.valueOf(row.getString(5)),
                  Instant.ofEpochMilli(row.getLong(6))));
        }
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM refusal WHERE number = ?")) {
      for (Victim victim : oldest) {
        boolean isTooMuch =
            edge.map(one -> sizes.getOrDefault(one, Size.NOTHING).exceeds(limits.edge()))
                .orElseGet(() -> all.exceeds(limits.all()));
        if (!isTooMuch) {
          break;
        }
        delete.setLong(1, victim.number());
        delete.executeUpdate();
        changed(victim.edge(), -1, -victim.weight());
        if (settled == 0) {
          lost.add(victim);
        }
      }
    }
    return !oldest.isEmpty();
  }

  private void tell(GapTable table, EdgeId edge, List<Victim> lost, Instant now)
      throws SQLException {
    Growing growing = gaps.get(edge);
    boolean goesOn =
        growing != null
            && growing.begun().plus(ONE_GAP).isAfter(now)
            && table.has(edge, growing.number(), growing.gap());
    Map<Reason, Long> refusals = new EnumMap<>(Reason.class);
    long readings = 0;
    boolean isCounted = true;
    Instant from = Instant.MAX;
    Instant to = Instant.MIN;
    if (growing != null && goesOn) {
      refusals.putAll(growing.refusals());
      readings = growing.gap().readings().orElse(0);
      isCounted = growing.gap().readings().isPresent();
      from = growing.gap().from();
      to = growing.gap().to();
    }
    for (Victim victim : lost) {
      refusals.merge(victim.reason(), 1L, Long::sum);
      readings += victim.readings();
      isCounted &= victim.readings() > 0;
      from = victim.receivedAt().isBefore(from) ? victim.receivedAt() : from;
      to = victim.receivedAt().isAfter(to) ? victim.receivedAt() : to;
    }
    Gap gap =
        new Gap(
            Cause.QUARANTINE_FULL,
            isCounted ? OptionalLong.of(readings) : OptionalLong.empty(),
            from,
            to,
            List.of(),
            Optional.empty(),
            detail(refusals));
    if (growing != null && goesOn) {
      table.put(edge, growing.number(), gap);
      gaps.put(edge, new Growing(growing.number(), growing.begun(), gap, refusals));
    } else {
      gaps.put(edge, new Growing(table.add(edge, gap), now, gap, refusals));
    }
  }

  private static String detail(Map<Reason, Long> refusals) {
    return refusals.entrySet().stream()
        .map(one -> one.getValue() + " " + one.getKey().label())
        .collect(
            Collectors.joining(
                ", ",
                "by the time they were received: refusals that made room for newer ones (",
                "); mend what is refused and replay it sooner"));
  }
}
