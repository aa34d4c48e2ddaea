package io.poyang.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.forward.Lanes.Next;
import io.poyang.edge.uplink.Lane;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any order of commits, receipts, refusals, cuts and late marks brings every batch home. */
class LanesProperties {
  @Property(tries = 2000)
  void everyBatchArrivesAndNoneIsOnItsWayTwice(
      @ForAll @IntRange(min = 1, max = 9) int window,
      @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 199) Integer> steps) {
    World world = new World(window);
    for (int step : steps) {
      int choice = step / 10;
      switch (step % 10) {
        case 0, 1, 2, 3 -> world.commit(1 + choice % 4);
        case 4, 5 -> world.acknowledge(choice);
        case 6 -> world.refuse(choice);
        case 7 -> world.cut();
        case 8 -> world.lanes.late(Math.max(0, world.last - choice));
        case 9 -> world.rest(choice);
        default -> {}
      }
      world.send();
    }
    for (int i = 0; i < 2 * world.last + 2; i++) {
      world.lanes.wakeSome();
      world.send();
      world.acknowledge(0);
    }
    assertThat(world.log).isEmpty();
  }

  private static final class World {
    final Lanes lanes = new Lanes();
    final TreeSet<Long> log = new TreeSet<>();
    final List<Long> onTheWay = new ArrayList<>();
    final int window;
    long last;

    World(int window) {
      this.window = window;
      lanes.connected(0, window);
    }

    void commit(int batches) {
      for (int i = 0; i < batches; i++) {
        log.add(++last);
      }
      lanes.committed(last);
    }

    void send() {
      while (lanes.next() instanceof Next.Send ask) {
        List<Long> found =
            log.subSet(ask.from(), true, ask.to(), true).stream().limit(ask.most()).toList();
        if (found.isEmpty()) {
          lanes.nothingFound(ask);
        }
        found.stream().filter(one -> lanes.take(ask.lane(), one)).forEach(onTheWay::add);
        if (ask.lane() == Lane.LIVE && !found.isEmpty()) {
          assertThat(found.getFirst()).isGreaterThanOrEqualTo(ask.from());
        }
      }
      Set<Long> distinct = new HashSet<>(onTheWay);
      assertThat(onTheWay).hasSize(distinct.size()).hasSizeLessThanOrEqualTo(window);
    }

    void acknowledge(int choice) {
      if (!onTheWay.isEmpty()) {
        long sequence = onTheWay.remove(choice % onTheWay.size());
        lanes.acknowledged(sequence);
        log.remove(sequence);
      }
    }

    void refuse(int choice) {
      if (!onTheWay.isEmpty()) {
        lanes.failed(onTheWay.remove(choice % onTheWay.size()));
      }
    }

    void rest(int choice) {
      if (choice % 5 == 0) {
        lanes.wakeSome();
      } else if (!onTheWay.isEmpty()) {
        lanes.rest(onTheWay.remove(choice % onTheWay.size()));
      }
      lanes.allowBackfill(choice % 7);
    }

    void cut() {
      lanes.disconnected();
      reconnect();
    }

    void reconnect() {
      onTheWay.clear();
      lanes.connected(last, window);
    }
  }
}
