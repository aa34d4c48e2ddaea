package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deliveries that are written and acknowledged together. Belongs to the scribe. */
final class Group {
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private final List<Batch> numbered = new ArrayList<>();
  private final List<Cargo.Announced> announced = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<Delivery, Judgement> remarkable = new LinkedHashMap<>();
  private final Set<Object> refusedByStore = Collections.newSetFromMap(new IdentityHashMap<>());
  private int readings;
  private int repeats;
  private int placed;

  void add(Delivery delivery) {
    deliveries.add(delivery);
    readings += delivery.cargo().readings();
  }

  /**
   * Decides of each delivery what is to be done. May be called again after a failure: it goes on
   * where it was, since a batch that was judged twice would be taken for a repeat of itself.
   */
  void place(Lineages lineages, Instant now) {
    while (placed < deliveries.size()) {
      Delivery delivery = deliveries.get(placed);
      switch (delivery.cargo()) {
        case Admission.Whole whole -> place(delivery, whole.batch(), List.of(), lineages, now);
        case Admission.Part part -> place(delivery, part.batch(), part.refusals(), lineages, now);
        case Admission.Refused refused -> refusals.addAll(refused.refusals());
        case Cargo.Announced news -> announced.add(news);
      }
      placed++;
    }
  }

  private void place(
      Delivery delivery, Batch batch, List<Refusal> refused, Lineages lineages, Instant now) {
    if (batch.id().epoch() != Reception.UNNUMBERED) {
      switch (lineages.judge(batch.header())) {
        case Judgement.Fresh fresh -> {
          if (fresh.newLog()) {
            remarkable.put(delivery, fresh);
          }
        }
        case Judgement.Repeat repeat -> {
          repeats++;
          return;
        }
        case Judgement.Copied copy -> {
          remarkable.put(delivery, copy);
          if (copy.first()) {
            refusals.add(Refusals.copied(batch.id(), now, copy.detail()));
          }
          return;
        }
      }
      // Also where nothing is left of it: its number has arrived, its readings are in quarantine.
      numbered.add(batch);
    }
    refusals.addAll(refused);
    if (batch.size() > 0) {
      batches.add(batch);
    }
  }

  /** Leaves out a batch that the store will never take; once, however often it is tried. */
  void refuse(Batch batch, String why, Instant now) {
    if (refusedByStore.add(batch)) {
      refusals.add(
          Refusals.readings(
              batch,
              batch.id().edge(),
              new BatchCodec(Integer.MAX_VALUE),
              now,
              Reason.STORE_REFUSED,
              "the store refused batch " + batch.id() + ": " + why));
    }
  }

  /** Leaves out an announcement that the catalogue will never take. */
  void refuse(Cargo.Announced news) {
    if (refusedByStore.add(news)) {
      refusals.add(news.otherwise());
    }
  }

  /** The batches that the store has not refused for good. */
  List<Batch> batches() {
    return refusedByStore.isEmpty()
        ? batches
        : batches.stream().filter(batch -> !refusedByStore.contains(batch)).toList();
  }

  List<Cargo.Announced> announced() {
    return announced.stream().filter(news -> !refusedByStore.contains(news)).toList();
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** What is to be noted of the numbered batches; no readings of those that are in quarantine. */
  List<Receipt> receipts() {
    List<Receipt> receipts = new ArrayList<>(numbered.size());
    for (Batch batch : numbered) {
      receipts.add(
          Receipt.of(refusedByStore.contains(batch) ? batch.keep(unused -> false) : batch));
    }
    return receipts;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Copies of logs, and the first of new logs, in the order of their arrival. */
  Map<Delivery, Judgement> remarkable() {
    return remarkable;
  }

  /** What is remarkable of the delivery, if anything is. */
  @Nullable Judgement judgement(Delivery delivery) {
    return remarkable.isEmpty() ? null : remarkable.get(delivery);
  }

  int repeats() {
    return repeats;
  }

  /** Readings that came with the group, stored or not. */
  int readings() {
    return readings;
  }
}
