package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.quarantine.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Deliveries that are written and acknowledged together. Belongs to the scribe. */
final class Group {
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private final List<Receipt> numbered = new ArrayList<>();
  private final List<Cargo.Announced> announced = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<Object> refusedByStore = Collections.newSetFromMap(new IdentityHashMap<>());
  private int readings;
  private boolean countsRepeats = true;

  void add(Delivery delivery) {
    deliveries.add(delivery);
    switch (delivery.cargo()) {
      case Admission.Whole whole -> add(whole.batch());
      case Admission.Part part -> {
        add(part.batch());
        refusals.addAll(part.refusals());
      }
      case Admission.Refused refused -> refusals.addAll(refused.refusals());
      case Cargo.Announced news -> announced.add(news);
    }
  }

  private void add(Batch batch) {
    if (batch.id().epoch() != Reception.UNNUMBERED) {
      // Also where nothing is left of it: its number has arrived, its readings are in quarantine.
      numbered.add(Receipt.of(batch));
    }
    if (batch.size() > 0) {
      batches.add(batch);
      readings += batch.size();
    }
  }

  /** Moves what the store will never take to the refusals; once, however often it is tried. */
  void refuse(Object subject, List<Refusal> instead) {
    if (refusedByStore.add(subject)) {
      refusals.addAll(instead);
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

  List<Receipt> numbered() {
    return numbered;
  }

  /** True once: a group that is tried again must not take itself for a repeat. */
  boolean countsRepeats() {
    boolean first = countsRepeats;
    countsRepeats = false;
    return first;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Readings that came with the group, those the store refuses included. */
  int readings() {
    return readings;
  }
}
