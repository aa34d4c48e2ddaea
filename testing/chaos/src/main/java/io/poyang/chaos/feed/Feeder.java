package io.poyang.chaos.feed;

import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A source that hands on a {@link Sequence} in small lists, as a sensor with QoS 1 would: what the
 * sink has not taken it offers again, and while too much is unanswered it holds back.
 */
final class Feeder implements Source {
  private static final Duration TICK = Duration.ofMillis(5);

  /** Readings that may wait for the sink's answer. */
  private static final int MOST_UNANSWERED = 10_000;

  /** An agent that was stopped for a while is not flooded with what it missed. */
  private static final Duration MOST_CAUGHT_UP = Duration.ofMillis(200);

  /** Hears of readings once they are safe. Called on the log's threads. */
  interface Listener {
    void safe(Span numbers);
  }

  /**
   * @param rate readings a second
   * @param largestList most readings in one list; sizes differ from list to list
   */
  record Pace(int rate, int largestList) {}

  private final String name;
  private final Sequence sequence;
  private final Pace pace;
  private final Listener listener;
  private final SourceState state;
  private final Random sizes = new Random(1);
  private final Thread thread;
  private volatile boolean closed;

  // Guarded by this.
  private final ArrayDeque<Span> again = new ArrayDeque<>();
  private long next;
  private long unanswered;
  private boolean feeding;
  private @Nullable Sink sink;

  Feeder(String name, Sequence sequence, Pace pace, Listener listener, InstantSource time) {
    this.name = name;
    this.sequence = sequence;
    this.pace = pace;
    this.listener = listener;
    this.state = new SourceState.Connected(time.instant(), "feeds a known sequence");
    this.thread = Thread.ofPlatform().name("feeder").daemon().unstarted(this::run);
  }

  /** Begins: first what was offered before without an answer, then every number from here on. */
  synchronized void feed(long from, List<Span> first) {
    next = from;
    again.addAll(first);
    feeding = true;
  }

  /** Nothing new any more; what has no answer is still offered again. */
  synchronized void finish() {
    feeding = false;
  }

  /** The number after the last one offered, once nothing is left to offer and all is answered. */
  synchronized long finishedAt() {
    return !feeding && unanswered == 0 && again.isEmpty() ? next : -1;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start(Sink into) {
    sink = into;
    thread.start();
  }

  private void run() {
    double due = 0;
    long before = System.nanoTime();
    try {
      while (!closed) {
        Thread.sleep(TICK);
        long now = System.nanoTime();
        due += Math.min(now - before, MOST_CAUGHT_UP.toNanos()) * (pace.rate() / 1e9);
        before = now;
        for (Span span = due >= 1 ? take() : null; span != null; span = due >= 1 ? take() : null) {
          due -= span.size();
          offer(span);
        }
        // What could not be offered is not made up for by a flood.
        due = Math.min(due, pace.largestList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Span take() {
    if (closed || unanswered >= MOST_UNANSWERED) {
      return null;
    }
    int most = 1 + sizes.nextInt(pace.largestList());
    Span span = again.poll();
    if (span == null) {
      if (!feeding) {
        return null;
      }
      span = new Span(next, next + most);
      next = span.to();
    } else if (span.size() > most) {
      again.push(new Span(span.from() + most, span.to()));
      span = new Span(span.from(), span.from() + most);
    }
    unanswered += span.size();
    return span;
  }

  private void offer(Span span) {
    Sink into;
    synchronized (this) {
      into = sink;
    }
    if (into != null) {
      into.accept(sequence.readings(span))
          .whenComplete((taken, failure) -> answered(span, failure == null));
    }
  }

  private void answered(Span span, boolean taken) {
    if (taken) {
      // Said before it counts as answered, so that "finished" is never said too early.
      listener.safe(span);
    }
    synchronized (this) {
      unanswered -= span.size();
      if (!taken) {
        again.add(span);
      }
    }
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
