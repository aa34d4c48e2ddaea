package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.AnnouncementCodec;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.StatusCodec;
import io.poyang.telemetry.wire.WireException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads payloads and judges what they bring. Not thread-safe: each event loop has its own, with its
 * own memory of signal names.
 */
public final class Reception {
  /** JSON devices number nothing, so their batches have an epoch that continuity leaves out. */
  static final long UNNUMBERED = 0;

  private final Examiner examiner;
  private final BatchCodec batches;
  private final JsonReadings json;
  private final AnnouncementCodec announcements = new AnnouncementCodec();
  private final StatusCodec statuses = new StatusCodec();
  private final AtomicLong unnumbered;
  private final EdgeRegistry edges;
  private final InstantSource clock;

  Reception(
      IntakeSettings settings, EdgeRegistry edges, AtomicLong unnumbered, InstantSource clock) {
    this.batches = new BatchCodec((int) settings.largestBatch().bytes());
    this.examiner = new Examiner(settings.futureTolerance(), batches);
    this.json = new JsonReadings((int) settings.largestJson().bytes());
    this.edges = edges;
    this.unnumbered = unnumbered;
    this.clock = clock;
  }

  /** A payload of the live or the backfill topic. */
  public Admission batch(EdgeAccess access, String topic, byte[] payload) {
    Instant now = clock.instant();
    Batch batch;
    try {
      batch = batches.decode(payload);
    } catch (WireException e) {
      return malformed(access, topic, payload, now, e);
    }
    return examiner.examine(batch, access, now);
  }

  /** A payload of a device's JSON topic. */
  public Admission json(EdgeAccess access, String topic, byte[] payload) {
    Instant now = clock.instant();
    JsonReadings.Rows rows;
    try {
      rows = json.read(access, topic, payload, now);
    } catch (WireException e) {
      return malformed(access, topic, payload, now, e);
    }
    BatchId id = new BatchId(access.edge(), UNNUMBERED, unnumbered.incrementAndGet());
    Admission admission = examiner.examine(rows.readings().build(id), access, now);
    if (rows.refusals().isEmpty()) {
      return admission;
    }
    return switch (admission) {
      case Admission.Whole whole -> new Admission.Part(whole.batch(), rows.refusals());
      case Admission.Part part -> new Admission.Part(part.batch(), both(part.refusals(), rows));
      case Admission.Refused refused -> new Admission.Refused(both(refused.refusals(), rows));
    };
  }

  private static List<Refusal> both(List<Refusal> refusals, JsonReadings.Rows rows) {
    List<Refusal> both = new ArrayList<>(refusals);
    both.addAll(rows.refusals());
    return both;
  }

  /** A payload of the catalogue topic. */
  public Cargo announcement(EdgeAccess access, String topic, byte[] payload) {
    Instant now = clock.instant();
    Announcement announcement;
    try {
      announcement = announcements.decode(payload);
    } catch (WireException e) {
      return malformed(access, topic, payload, now, e);
    }
    if (!announcement.edge().equals(access.edge())) {
      return new Admission.Refused(
          List.of(
              Refusals.message(
                  topic,
                  payload,
                  access.edge(),
                  now,
                  Reason.UNKNOWN_EDGE,
                  "announcement names edge "
                      + announcement.edge()
                      + " but came over the connection of edge "
                      + access.edge())));
    }
    if (!access.sites().contains(announcement.site().id())) {
      return new Admission.Refused(
          List.of(
              Refusals.message(
                  topic,
                  payload,
                  access.edge(),
                  now,
                  Reason.FOREIGN_SITE,
                  "announcement is of site "
                      + announcement.site().id()
                      + ", which is not among the sites "
                      + access.sortedSites()
                      + " of edge "
                      + access.edge())));
    }
    return new Cargo.Announced(
        announcement,
        Refusals.message(
            topic,
            payload,
            access.edge(),
            now,
            Reason.STORE_REFUSED,
            "the catalogue refused the announcement of site " + announcement.site().id()));
  }

  /** A payload of the status topic: kept at once, for the newest is all that counts. */
  public Admission status(EdgeAccess access, String topic, byte[] payload) {
    Instant now = clock.instant();
    try {
      edges.reported(access.edge(), statuses.decode(payload, now));
      return new Admission.Refused(List.of());
    } catch (WireException e) {
      return malformed(access, topic, payload, now, e);
    }
  }

  private static Admission malformed(
      EdgeAccess access, String topic, byte[] payload, Instant now, WireException e) {
    return new Admission.Refused(
        List.of(
            Refusals.message(
                topic,
                payload,
                access.edge(),
                now,
                Reason.MALFORMED,
                String.valueOf(e.getMessage()))));
  }
}
