package io.poyang.ingest.edges;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.Edges;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The configured edges and what has been seen of them since the start. Any thread may call. */
public final class EdgeRegistry implements Edges {
  /** Compared with where no edge has the shown name, so that a name cannot be found out by time. */
  private static final EdgeAccess NOBODY =
      new EdgeAccess(
          new EdgeId("nobody"),
          Set.of(new SiteId("nowhere")),
          new Secret("no-such-edge-no-such-password"));

  private final SortedMap<String, Standing> standings = new TreeMap<>();

  /** What has been seen of one edge. */
  private static final class Standing {
    private final EdgeAccess access;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder batches = new LongAdder();
    private final LongAdder readings = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final ClockOffset offset = new ClockOffset();
    private volatile @Nullable Instant lastSeen;
    private volatile @Nullable String trouble;
    private volatile @Nullable Report report;

    Standing(EdgeAccess access) {
      this.access = access;
    }

    EdgeStatus status() {
      return new EdgeStatus(
          access.edge(),
          access.sortedSites(),
          connections.get() > 0,
          lastSeen,
          batches.sum(),
          readings.sum(),
          refused.sum(),
          pauses.sum(),
          trouble,
          report);
    }
  }

  public EdgeRegistry(Collection<EdgeAccess> accesses) {
    for (EdgeAccess access : accesses) {
      if (standings.put(access.edge().value(), new Standing(access)) != null) {
        throw new IllegalArgumentException("edge " + access.edge() + " is configured twice");
      }
    }
  }

  /** The edge of this name, if this is its password. */
  public Optional<EdgeAccess> authenticate(String name, String password) {
    Standing standing = standings.get(name);
    boolean opens = (standing == null ? NOBODY : standing.access).opensWith(password);
    return standing != null && opens ? Optional.of(standing.access) : Optional.empty();
  }

  public void connected(EdgeId edge, Instant at) {
    Standing standing = standing(edge);
    standing.connections.incrementAndGet();
    standing.lastSeen = at;
  }

  public void disconnected(EdgeId edge) {
    standing(edge).connections.decrementAndGet();
  }

  public void seen(EdgeId edge, Instant at) {
    standing(edge).lastSeen = at;
  }

  public void accepted(EdgeId edge, int batches, int readings) {
    Standing standing = standing(edge);
    standing.batches.add(batches);
    standing.readings.add(readings);
  }

  public void refused(EdgeId edge, int count) {
    standing(edge).refused.add(count);
  }

  /** A connection of the edge is left unread: the edge has too much outstanding. */
  public void paused(EdgeId edge) {
    standing(edge).pauses.increment();
  }

  /** Something of this edge needs an operator; shown until it is mended. */
  public void troubled(EdgeId edge, String trouble) {
    standing(edge).trouble = trouble;
  }

  public void mended(EdgeId edge) {
    standing(edge).trouble = null;
  }

  public void reported(EdgeId edge, Report report) {
    Standing standing = standing(edge);
    standing.report =
        new Report(
            standing.offset.measured(report.clockOffset()),
            report.backlogBatches(),
            report.backlogReadings(),
            report.sources());
  }

  /** The edge of this name; empty where none is configured. */
  public Optional<EdgeAccess> access(EdgeId edge) {
    return Optional.ofNullable(standings.get(edge.value())).map(standing -> standing.access);
  }

  private Standing standing(EdgeId edge) {
    Standing standing = standings.get(edge.value());
    if (standing == null) {
      throw new IllegalArgumentException("edge " + edge + " is not configured");
    }
    return standing;
  }

  @Override
  public List<EdgeStatus> edges() {
    return standings.values().stream().map(Standing::status).toList();
  }
}
