package io.poyang.telemetry.edges;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one edge is doing, as ingest sees it.
 *
 * @param sites the sites it may speak for
 * @param lastSeen when its last message came; null when none has since the server started
 * @param readings accepted since the server started
 * @param refused refused since the server started
 * @param pauses how often its connections were left unread because it had too much outstanding
 * @param trouble what an operator must mend, in a line for people; null while there is nothing
 * @param report what the edge last said of itself; null when it has not
 */
public record EdgeStatus(
    EdgeId edge,
    List<SiteId> sites,
    boolean connected,
    @Nullable Instant lastSeen,
    long batches,
    long readings,
    long refused,
    long pauses,
    @Nullable String trouble,
    @Nullable Report report) {

  /**
   * What an edge says of itself on its status topic.
   *
   * @param clockOffset the edge's clock minus the server's, at receipt; the median of the last few
   * @param backlogBatches batches in its log that ingest has not acknowledged
   * @param sources one word per source, such as {@code plc: connected}
   */
  public record Report(
      Duration clockOffset,
      long backlogBatches,
      long backlogReadings,
      List<SourceReport> sources) {}

  /** A source of an edge: its name, whether it delivers, and a line for people. */
  public record SourceReport(String name, boolean connected, String detail) {}
}
