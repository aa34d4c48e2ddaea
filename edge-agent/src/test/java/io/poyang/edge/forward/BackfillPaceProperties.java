package io.poyang.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.uplink.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Many edges come back at once to a server that takes batches in the order in which they came, so
 * many a second, and fewer later on. Time is counted, not waited for.
 */
class BackfillPaceProperties {
  private static final int WINDOW = 64;
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  /** Live batches of each edge: one in so long. */
  private static final long LIVE_EVERY = 500 * MILLI;

  @Property(tries = 60)
  void liveGoesQuicklyBackfillNeverStarvesAndTheServerIsKeptBusy(
      @ForAll @IntRange(min = 1, max = 40) int edges,
      @ForAll @IntRange(min = 20, max = 3_000) int batchesASecond,
      @ForAll @IntRange(min = 1, max = 400) int wayMillis,
      @ForAll @IntRange(min = 1, max = 5) int slower) {
    // Live alone must fit, and so must one batch of each edge within the aim.
    int capacity = Math.max(batchesASecond, 10 * edges);
    Province province = new Province(edges, capacity * slower, wayMillis * MILLI, true);
    province.run(20 * SECOND);
    province.serves(capacity);
    province.run(20 * SECOND);
    province.forget();
    province.run(20 * SECOND);

    long aim = wayMillis * MILLI + BackfillPace.Aim.DEFAULT.live().toNanos();
    long oneOfEach = edges * SECOND / capacity;
    assertThat(province.slowest(Lane.LIVE, 0.5)).isLessThan(aim * 5 / 4 + oneOfEach);
    assertThat(province.slowest(Lane.LIVE, 0.99)).isLessThan(2 * aim + oneOfEach);
    assertThat(province.edges).allMatch(edge -> edge.drained > 20);
    // What the window lets through within one way there and back is the most that can be had.
    double window = (double) edges * WINDOW / 2 * SECOND / (wayMillis * MILLI);
    double possible = Math.min(capacity, window);
    assertThat(province.served / 20.0).isGreaterThan(0.8 * possible);
  }

  @Property(tries = 20)
  void whereNothingIsLiveBackfillGoesByItsOwnReceipts(
      @ForAll @IntRange(min = 1, max = 20) int edges,
      @ForAll @IntRange(min = 50, max = 2_000) int batchesASecond) {
    Province province = new Province(edges, batchesASecond, 20 * MILLI, false);
    province.run(20 * SECOND);
    province.forget();
    province.run(20 * SECOND);

    double window = (double) edges * WINDOW / 2 * SECOND / (20 * MILLI);
    assertThat(province.served / 20.0).isGreaterThan(0.8 * Math.min(batchesASecond, window));
    assertThat(province.slowest(Lane.BACKFILL, 0.5))
        .isLessThan(700 * MILLI + edges * SECOND / batchesASecond);
  }

  private record Message(Edge from, Lane lane, long sequence, long sent) {}

  private record Happening(long at, long order, Runnable what) {}

  private static final class Edge {
    final BackfillPace pace = new BackfillPace(BackfillPace.Aim.DEFAULT);
    int inFlight;
    long next;
    long drained;
  }

  /** Edges with endless backfill and one server between them. */
  private static final class Province {
    final List<Edge> edges = new ArrayList<>();
    final List<Long> liveTook = new ArrayList<>();
    final List<Long> backfillTook = new ArrayList<>();
    final PriorityQueue<Happening> agenda =
        new PriorityQueue<>(
            Comparator.comparingLong(Happening::at).thenComparingLong(Happening::order));
    final ArrayDeque<Message> queue = new ArrayDeque<>();
    long service;
    final long way;
    long now;
    long order;
    long served;
    boolean busy;

    Province(int count, int batchesASecond, long way, boolean live) {
      serves(batchesASecond);
      this.way = way;
      for (int i = 0; i < count; i++) {
        Edge edge = new Edge();
        edge.pace.connected(WINDOW);
        edges.add(edge);
        at(i * MILLI, () -> backfill(edge));
        if (live) {
          at(i * LIVE_EVERY / count, () -> live(edge));
        }
      }
    }

    void serves(int batchesASecond) {
      service = SECOND / batchesASecond;
    }

    void at(long when, Runnable what) {
      agenda.add(new Happening(when, order++, what));
    }

    void run(long nanos) {
      long until = now + nanos;
      while (agenda.element().at() <= until) {
        Happening happening = agenda.remove();
        now = happening.at();
        happening.what().run();
      }
      now = until;
    }

    void live(Edge edge) {
      send(edge, Lane.LIVE);
      at(now + LIVE_EVERY, () -> live(edge));
    }

    void backfill(Edge edge) {
      while (edge.inFlight < Math.max(1, edge.pace.allowed(now))) {
        edge.inFlight++;
        send(edge, Lane.BACKFILL);
      }
    }

    void send(Edge edge, Lane lane) {
      Message message = new Message(edge, lane, ++edge.next, now);
      edge.pace.sent(lane, message.sequence(), now);
      at(now + way / 2, () -> arrive(message));
    }

    void arrive(Message message) {
      queue.add(message);
      if (!busy) {
        serve();
      }
    }

    void serve() {
      busy = true;
      Message message = queue.remove();
      at(now + service, () -> done(message));
    }

    void done(Message message) {
      served++;
      at(now + way - way / 2, () -> receipt(message));
      busy = false;
      if (!queue.isEmpty()) {
        serve();
      }
    }

    void receipt(Message message) {
      Edge edge = message.from();
      edge.pace.received(message.sequence(), now);
      (message.lane() == Lane.LIVE ? liveTook : backfillTook).add(now - message.sent());
      if (message.lane() == Lane.BACKFILL) {
        edge.inFlight--;
        edge.drained++;
      }
      backfill(edge);
    }

    /** What has happened so far is only the beginning. */
    void forget() {
      liveTook.clear();
      backfillTook.clear();
      served = 0;
      edges.forEach(edge -> edge.drained = 0);
    }

    long slowest(Lane lane, double share) {
      List<Long> took = (lane == Lane.LIVE ? liveTook : backfillTook).stream().sorted().toList();
      return took.get((int) (share * (took.size() - 1)));
    }
  }
}
