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

  /** Why, by batch or announcement. */
  private final Map<Object, String> refusedByStore = new IdentityHashMap<>();

  private final Set<Batch> again = Collections.newSetFromMap(new IdentityHashMap<>());
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
        case Cargo.Again more -> {
          again.add(more.batch());
          batches.add(more.batch());
        }
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
    if (refusedByStore.put(batch, why) == null && !again.contains(batch)) {
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
  void refuse(Cargo.Announced news, String why) {
    if (refusedByStore.put(news, why) == null) {
      news.otherwise().ifPresent(refusals::add);
    }
  }

  /** The batches that the store has not refused for good. */
  List<Batch> batches() {
    return refusedByStore.isEmpty()
        ? batches
        : batches.stream().filter(batch -> !refusedByStore.containsKey(batch)).toList();
  }

  List<Cargo.Announced> announced() {
    return announced.stream().filter(news -> !refusedByStore.containsKey(news)).toList();
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** What is to be noted of the numbered batches; no readings of those that are in quarantine. */
  List<Receipt> receipts() {
    List<Receipt> receipts = new ArrayList<>(numbered.size());
    for (Batch batch : numbered) {
      receipts.add(
          Receipt.of(refusedByStore.containsKey(batch) ? batch.keep(unused -> false) : batch));
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

  /** Why the delivery was not taken; null where its sender may forget it. */
  @Nullable String denial(Delivery delivery) {
    if (remarkable.isEmpty() && refusedByStore.isEmpty()) {
      return null;
    }
    return switch (delivery.cargo()) {
      case Cargo.Again more -> refusedByStore.get(more.batch());
      case Cargo.Announced news -> news.otherwise().isPresent() ? null : refusedByStore.get(news);
      case Admission admission ->
          remarkable.get(delivery) instanceof Judgement.Copied copy ? copy.detail() : null;
    };
  }

  int repeats() {
    return repeats;
  }

  /** Readings that came with the group, stored or not. */
  int readings() {
    return readings;
  }
}
