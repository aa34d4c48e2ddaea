package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a group's batches into the store and finds those that it cannot take, so that one of them
 * does not stop the road. Belongs to the scribe.
 *
 * <p>A batch that the store refuses for good is left out at once. One on which the store fails in
 * an unexpected way is left out only when it has failed alone, again and again, while the batch
 * that was stored last can be stored once more: where nothing works it is an outage, and nobody's
 * fault.
 */
final class Appender {
  private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
  private static final int TRIES_TOGETHER = 3;
  private static final int TRIES_ALONE = 3;

  /** So many failures in a row look like an outage, which is not to be tried batch by batch. */
  private static final int SUSPICIOUS = 32;

  private final ReadingStore store;
  private @Nullable Group current;
  private int failures;
  private final Map<Batch, Integer> failuresAlone = new IdentityHashMap<>();
  private final Set<Batch> storedAlone = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * The latest in the store; storing it again changes nothing and shows whether the store works.
   */
  private @Nullable Batch control;

  private static final class Isolation {
    private final List<Batch> failing = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean works;
  }

  Appender(ReadingStore store) {
    this.store = store;
  }

  /**
   * Returns when every batch of the group is in the store or refused; whatever it throws, it may be
   * called again for the same group.
   */
  void append(Group group, Instant now) {
    if (group != current) {
      current = group;
      failures = 0;
      failuresAlone.clear();
      storedAlone.clear();
    }
    if (failures >= TRIES_TOGETHER) {
      isolate(group, now);
      return;
    }
    try {
      together(group, group.batches(), now);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      failures++;
      throw e;
    }
  }

  private void store(List<Batch> batches) {
    store.append(batches);
    control = batches.getLast();
  }

  /** Halves what the store refuses for good until only the offending batches are left out. */
  private void together(Group group, List<Batch> batches, Instant now) {
    if (batches.isEmpty()) {
      return;
    }
    try {
      store(batches);
    } catch (PermanentStoreException e) {
      if (batches.size() > 1) {
        together(group, batches.subList(0, batches.size() / 2), now);
        together(group, batches.subList(batches.size() / 2, batches.size()), now);
        return;
      }
      Batch offending = batches.getFirst();
      LOG.warn("intake: {} goes to quarantine, the store refuses it for good", offending, e);
      group.refuse(offending, String.valueOf(e.getMessage()), now);
    }
  }

  private void isolate(Group group, Instant now) {
    Isolation isolation = new Isolation();
    List<Batch> left =
        group.batches().stream().filter(batch -> !storedAlone.contains(batch)).toList();
    halve(group, left, now, isolation);
    RuntimeException failure = isolation.failure;
    if (failure == null) {
      return;
    }
    if (!isWorking()) {
      throw failure;
    }
    boolean allRefused = true;
    for (Batch batch : isolation.failing) {
      if (failuresAlone.merge(batch, 1, Integer::sum) < TRIES_ALONE) {
        allRefused = false;
        continue;
      }
      LOG.error(
          "intake: {} goes to quarantine, the store fails on it and on nothing else; please report"
              + " it",
          batch,
          failure);
      group.refuse(batch, "unexpected failure on this batch alone: " + failure, now);
    }
    if (!allRefused) {
      throw failure;
    }
  }

  private void halve(Group group, List<Batch> batches, Instant now, Isolation isolation) {
    if (batches.isEmpty()) {
      return;
    }
    try {
      together(group, batches, now);
      storedAlone.addAll(batches);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (batches.size() > 1) {
        halve(group, batches.subList(0, batches.size() / 2), now, isolation);
        halve(group, batches.subList(batches.size() / 2, batches.size()), now, isolation);
        return;
      }
      isolation.failing.add(batches.getFirst());
      isolation.failure = e;
      if (isolation.failing.size() >= SUSPICIOUS && !isolation.works) {
        isolation.works = isWorking();
        if (!isolation.works) {
          throw e;
        }
      }
    }
  }

  private boolean isWorking() {
    Batch known = control;
    if (known == null) {
      return false;
    }
    try {
      store.append(List.of(known));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
