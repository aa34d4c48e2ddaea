package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Replay.Mended;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.quarantine.Repair;
import io.poyang.telemetry.wire.AnnouncementCodec;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.StatusCodec;
import io.poyang.telemetry.wire.Topics;
import io.poyang.telemetry.wire.WireException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Optional.of(
            Refusals.message(
                topic,
                payload,
                access.edge(),
                now,
                Reason.STORE_REFUSED,
                "the catalogue refused the announcement of site " + announcement.site().id())));
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

  /** The original of a refusal, repaired, as if its edge had sent it just now. */
  Mended again(EdgeAccess access, Kept kept, Repair repair) {
    Refusal refusal = kept.refusal();
    Original original = refusal.original().orElseThrow();
    String topic = original.topic();
    EdgeId edge = access.edge();
    Instant now = clock.instant();
    // By this number the server's log tells of it.
    BatchId id = new BatchId(edge, UNNUMBERED, kept.number());
    try {
      if (topic.equals(Topics.live(edge)) || topic.equals(Topics.backfill(edge))) {
        Batch batch = repaired(batches.decode(original.payload()), repair, id);
        return mended(examiner.examine(batch, access, now), List.of());
      }
      if (topic.startsWith(Topics.json(edge, ""))) {
        JsonReadings.Rows rows = json.read(access, topic, original.payload(), refusal.receivedAt());
        Batch batch = repaired(rows.readings().build(id), repair, id);
        return mended(examiner.examine(batch, access, now), rows.refusals());
      }
      if (topic.equals(Topics.catalogue(edge))) {
        return switch (announcement(access, topic, original.payload())) {
          case Cargo.Announced news ->
              new Mended(new Cargo.Announced(news.announcement(), Optional.empty()), List.of());
          case Admission.Refused refused -> new Mended(null, refused.refusals());
          case Cargo other -> throw new IllegalStateException(other + " is no announcement");
        };
      }
      return new Mended(
          null, malformed(access, original, now, "topic " + topic + " cannot be read again"));
    } catch (WireException e) {
      return new Mended(null, malformed(access, original, now, String.valueOf(e.getMessage())));
    }
  }

  private static Mended mended(Admission admission, List<Refusal> unreadable) {
    return switch (admission) {
      case Admission.Whole whole -> mended(whole.batch(), List.of(), unreadable);
      case Admission.Part part -> mended(part.batch(), part.refusals(), unreadable);
      case Admission.Refused refused -> new Mended(null, refused.refusals());
    };
  }

  private static Mended mended(Batch batch, List<Refusal> refused, List<Refusal> unreadable) {
    List<Refusal> remainder = new ArrayList<>(refused);
    remainder.addAll(unreadable);
    return new Mended(batch.size() == 0 ? null : new Cargo.Again(batch), remainder);
  }

  private static Batch repaired(Batch batch, Repair repair, BatchId id) {
    Batch.Builder builder = Batch.builder();
    long shift = repair.shift().toMillis();
    for (int run = 0; run < batch.runs(); run++) {
      SignalId signal = repair.renamed(batch.signal(run));
      for (int i = batch.start(run); i < batch.end(run); i++) {
        builder.add(
            signal, batch.atMillis(i) + shift, batch.value(i), batch.status(i), batch.flag(i));
      }
    }
    return builder.build(id);
  }

  private static List<Refusal> malformed(
      EdgeAccess access, Original original, Instant now, String detail) {
    return List.of(
        Refusals.message(
            original.topic(), original.payload(), access.edge(), now, Reason.MALFORMED, detail));
  }

  private static Admission malformed(
      EdgeAccess access, String topic, byte[] payload, Instant now, WireException e) {
    return new Admission.Refused(
        malformed(access, new Original(topic, payload), now, String.valueOf(e.getMessage())));
  }
}
