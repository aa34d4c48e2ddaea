package io.poyang.ingest.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries on their way to the scribe: live before backfill, and within a lane each edge in its
 * turn. Any thread adds; all else belongs to the scribe, so that who adds waits for nobody's
 * sorting.
 */
final class FairQueue {
  /** The part of a group that backfill gets although live would fill it: one in so many. */
  private static final int BACKFILL_SHARE = 8;

  private final LinkedBlockingQueue<Delivery> arrivals = new LinkedBlockingQueue<>();
  private final List<Delivery> arrived = new ArrayList<>();
  private final Turns live = new Turns();
  private final Turns backfill = new Turns();
  private final int groupDeliveries;
  private final int groupReadings;
  private volatile int sorted;

  FairQueue(int groupDeliveries, int groupReadings) {
    this.groupDeliveries = groupDeliveries;
    this.groupReadings = groupReadings;
  }

  void add(Delivery delivery) {
    arrivals.add(delivery);
  }

  /** Deliveries that are in no group yet. Any thread. */
  int size() {
    return arrivals.size() + sorted;
  }

  /** The next group; waits a while for its first delivery, null where none came. */
  @Nullable Group next(long waitMillis) throws InterruptedException {
    if (sorted == 0) {
      Delivery first = arrivals.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (first == null) {
        return null;
      }
      sort(first);
    }
    Group group = new Group();
    fill(group);
    return group;
  }

  /** Adds what waits to the group, as long as there is room. */
  void fill(Group group) {
    arrivals.drainTo(arrived);
    arrived.forEach(this::sort);
    arrived.clear();
    boolean shares = backfill.size() > 0;
    take(
        live,
        group,
        shares ? groupDeliveries - groupDeliveries / BACKFILL_SHARE : groupDeliveries,
        shares ? groupReadings - groupReadings / BACKFILL_SHARE : groupReadings);
    take(backfill, group, groupDeliveries, groupReadings);
    take(live, group, groupDeliveries, groupReadings);
    sorted = live.size() + backfill.size();
  }

  private void sort(Delivery delivery) {
    (delivery.lane() == Lane.LIVE ? live : backfill).add(delivery);
  }

  private static void take(Turns from, Group group, int deliveries, int readings) {
    while (group.deliveries().size() < deliveries && group.readings() < readings) {
      Delivery next = from.poll();
      if (next == null) {
        return;
      }
      group.add(next);
    }
  }
}
