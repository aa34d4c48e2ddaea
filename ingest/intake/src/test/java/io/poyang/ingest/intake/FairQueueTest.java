package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final EdgeId FLOOD = new EdgeId("flood");
  private static final EdgeId CALM = new EdgeId("calm");
  private static final SignalId SIGNAL = SignalId.parse("works/ph");
  private static final Sender NOBODY =
      new Sender() {
        @Override
        public void settled(int ticket, int weight) {}

        @Override
        public void refused(int ticket, int weight, String why) {}

        @Override
        public void settle() {}
      };

  private final FairQueue queue = new FairQueue(800, 8_000);
  private int tickets;

  private Delivery add(EdgeId edge, Lane lane, int readings) {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < readings; i++) {
      builder.add(SIGNAL, i, i, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    Batch batch = builder.build(new BatchId(edge, 1, tickets + 1));
    Delivery delivery = new Delivery(edge, lane, NOBODY, tickets++, 1, new Admission.Whole(batch));
    queue.add(delivery);
    return delivery;
  }

  private List<Delivery> next() throws InterruptedException {
    return Objects.requireNonNull(queue.next(0)).deliveries();
  }

  private static long count(List<Delivery> group, EdgeId edge, Lane lane) {
    return group.stream().filter(d -> d.edge().equals(edge) && d.lane() == lane).count();
  }

  @Test
  void whereNothingWaitsThereIsNoGroup() throws InterruptedException {
    assertThat(queue.next(0)).isNull();
    assertThat(queue.size()).isZero();
  }

  @Test
  void aFloodOfOneEdgeDoesNotKeepAnotherFromTheNextGroup() throws InterruptedException {
    for (int i = 0; i < 5_000; i++) {
      add(FLOOD, Lane.LIVE, 1);
    }
    next();
    Delivery calm = add(CALM, Lane.LIVE, 1);
    assertThat(next()).contains(calm).hasSize(800);
    assertThat(queue.size()).isEqualTo(3_401);
  }

  @Test
  void edgesShareAGroupByReadingsNotByMessages() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      add(FLOOD, Lane.LIVE, 5_000);
    }
    for (int i = 0; i < 2_000; i++) {
      add(CALM, Lane.LIVE, 100);
    }
    long flood = 0;
    long calm = 0;
    for (int group = 0; group < 8; group++) {
      for (Delivery delivery : next()) {
        if (delivery.edge().equals(FLOOD)) {
          flood += delivery.cargo().readings();
        } else {
          calm += delivery.cargo().readings();
        }
      }
    }
    assertThat(calm).isBetween(flood / 2, flood * 2);
  }

  @Test
  void liveGoesFirstAndBackfillKeepsAShare() throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      add(FLOOD, Lane.BACKFILL, 1);
    }
    for (int i = 0; i < 2_000; i++) {
      add(CALM, Lane.LIVE, 1);
    }
    List<Delivery> group = next();
    assertThat(count(group, CALM, Lane.LIVE)).isEqualTo(700);
    assertThat(count(group, FLOOD, Lane.BACKFILL)).isEqualTo(100);
    assertThat(group.getFirst().lane()).isEqualTo(Lane.LIVE);
  }

  @Test
  void whatOneLaneLeavesTheOtherTakes() throws InterruptedException {
    Delivery live = add(CALM, Lane.LIVE, 1);
    for (int i = 0; i < 2_000; i++) {
      add(FLOOD, Lane.BACKFILL, 1);
    }
    assertThat(next()).startsWith(live).hasSize(800);
    for (int i = 0; i < 800; i++) {
      next();
      add(CALM, Lane.LIVE, 1);
      if (queue.size() == 1) {
        break;
      }
    }
    assertThat(next()).hasSize(1);
  }

  /** In any mix everything comes out once, and in order for each edge and lane. */
  @Property(tries = 200)
  void nothingIsLostOrPassesItsOwnKind(
      @ForAll @Size(max = 200) List<@IntRange(max = 47) Integer> plan) throws InterruptedException {
    FairQueueTest fresh = new FairQueueTest();
    FairQueue small = new FairQueue(5, 300);
    List<Delivery> out = new ArrayList<>();
    for (int step : plan) {
      EdgeId edge = new EdgeId("edge-" + step % 3);
      Lane lane = step / 3 % 2 == 0 ? Lane.LIVE : Lane.BACKFILL;
      small.add(fresh.add(edge, lane, step / 6 * 50));
      if (step == 7) {
        out.addAll(Objects.requireNonNull(small.next(0)).deliveries());
      }
    }
    for (Group group = small.next(0); group != null; group = small.next(0)) {
      assertThat(group.deliveries()).hasSizeBetween(1, 5);
      out.addAll(group.deliveries());
    }
    assertThat(out).hasSize(plan.size()).doesNotHaveDuplicates();
    Map<String, List<Delivery>> kinds =
        out.stream().collect(Collectors.groupingBy(d -> d.edge() + " " + d.lane()));
    kinds
        .values()
        .forEach(
            kind -> assertThat(kind).isSortedAccordingTo(Comparator.comparing(Delivery::ticket)));
    assertThat(small.size()).isZero();
  }
}
