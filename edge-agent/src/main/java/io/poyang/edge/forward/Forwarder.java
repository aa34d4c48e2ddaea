package io.poyang.edge.forward;

import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogException;
import io.poyang.edge.log.StoredBatch;
import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkRefusedException;
import io.poyang.telemetry.wire.BatchCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the log holds and frees what ingest has acknowledged. A batch is sent again only when
 * it failed or its connection went.
 *
 * <p>One thread owns the lanes; commits, connections and receipts reach it as events.
 */
public final class Forwarder implements Uplink.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  /** So many batches are read back at a time, which bounds memory. */
  private static final int MOST_READ = 32;

  /** What the thread hears of. */
  private sealed interface Event {
    record Connected(int window) implements Event {}

    record Disconnected() implements Event {}

    record Acknowledged(long sequence) implements Event {}

    record Failed(long sequence, int connection, Throwable cause) implements Event {}
  }

  /** A batch that ingest will not have for a reason of its own. */
  private record Resting(long sequence, long until) {}

  private final Log readings;
  private final Uplink uplink;
  private final boolean compressLive;
  private final Pace pace;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder sent = new LongAdder();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private boolean closed;

  // Owned by the thread.
  private final Lanes lanes = new Lanes();
  private final Lateness lateness;
  private int connection;
  private final ArrayDeque<Resting> resting = new ArrayDeque<>();
  private boolean unreadable;
  private long pauseNanos;
  private long pausedUntil = System.nanoTime();
  private final Thread thread;

  /**
   * @param compressLive whether the live lane is compressed too; backfill always is
   */
  public Forwarder(Log readings, Uplink uplink, boolean compressLive) {
    this(readings, uplink, compressLive, Pace.DEFAULT);
  }

  Forwarder(Log readings, Uplink uplink, boolean compressLive, Pace pace) {
    this.readings = readings;
    this.uplink = uplink;
    this.compressLive = compressLive;
    this.pace = pace;
    this.lateness = new Lateness(pace.late().toNanos());
    this.thread = Thread.ofPlatform().name("forwarder").daemon().unstarted(this::run);
  }

  public void start() {
    readings.watch(commit -> wake());
    thread.start();
  }

  @Override
  public void connected(int window) {
    tell(new Event.Connected(window));
  }

  @Override
  public void disconnected() {
    tell(new Event.Disconnected());
  }

  /** Batches that ingest has acknowledged since the start. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Batches sent since the start, repeats included. */
  public long sent() {
    return sent.sum();
  }

  private void tell(Event event) {
    lock.lock();
    try {
      events.add(event);
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      boolean running = true;
      while (running) {
        try {
          running = step();
        } catch (RuntimeException | Error e) {
          // Whatever it was, the thread lives on: a forwarder that stops sends nothing ever again.
          log.error("forwarder: a step failed and is taken again", e);
          pause();
        }
      }
    } catch (InterruptedException e) {
      log.warn("forwarder was interrupted and stops");
    }
  }

  /** Hears one event, sends some batches, or waits; false once closed. */
  private boolean step() throws InterruptedException {
    Event event = nextEvent();
    if (event != null) {
      hear(event);
      return true;
    }
    long now = System.nanoTime();
    while (!resting.isEmpty() && now - resting.element().until() >= 0) {
      lanes.failed(resting.remove().sequence());
    }
    long last = readings.lastSequence();
    lanes.committed(last);
    lanes.late(lateness.lateUpTo(last, now));
    return now - pausedUntil >= 0 && sendSome() || await(last);
  }

  private @Nullable Event nextEvent() {
    lock.lock();
    try {
      return events.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an event, a commit, the end of a pause, or a second; false once closed. */
  private boolean await(long knownLast) throws InterruptedException {
    lock.lock();
    try {
      if (events.isEmpty() && !closed && readings.lastSequence() == knownLast) {
        long pause = pausedUntil - System.nanoTime();
        something.awaitNanos(pause > 0 ? Math.min(pause, 1_000_000_000L) : 1_000_000_000L);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void hear(Event event) {
    switch (event) {
      case Event.Connected(int window) -> {
        connection++;
        pauseNanos = 0;
        pausedUntil = System.nanoTime();
        resting.clear();
        long last = readings.lastSequence();
        lanes.connected(last, window);
        lateness.restart(last, System.nanoTime());
        log.debug("forwarder: connection {}, backfill up to batch {}", connection, last);
      }
      case Event.Disconnected() -> {
        connection++;
        resting.clear();
        lanes.disconnected();
      }
      case Event.Acknowledged(long sequence) -> {
        lanes.acknowledged(sequence);
        acknowledged.increment();
        readings.free(sequence);
        resume();
      }
      case Event.Failed(long sequence, int on, Throwable cause) -> {
        if (on == connection) {
          failed(sequence, cause);
        }
      }
    }
  }

  private void failed(long sequence, Throwable cause) {
    if (cause instanceof UplinkRefusedException refusal && !refusal.passing()) {
      // Not a matter of load but of this batch: it rests, and keeps its place in the window, so
      // that it can neither hold up the others nor be forgotten.
      log.warn("batch {} rests before it is sent again: {}", sequence, cause.getMessage());
      resting.add(new Resting(sequence, System.nanoTime() + pace.longestPause().toNanos()));
      return;
    }
    lanes.failed(sequence);
    if (System.nanoTime() - pausedUntil >= 0) {
      if (pauseNanos == 0 && cause instanceof UplinkRefusedException) {
        log.info("forwarder waits as ingest asks: {}", cause.getMessage());
      }
      pause();
    }
  }

  private void pause() {
    pauseNanos =
        Math.clamp(pauseNanos * 2, pace.firstPause().toNanos(), pace.longestPause().toNanos());
    pausedUntil = System.nanoTime() + pauseNanos;
  }

  /** An acknowledgement says that ingest takes batches; what is paused still waits its time. */
  private void resume() {
    if (System.nanoTime() - pausedUntil >= 0) {
      pauseNanos = 0;
    }
  }

  private boolean sendSome() {
    if (!(lanes.next() instanceof Lanes.Next.Send send)) {
      return false;
    }
    Lanes.Next.Send found = send;
    List<StoredBatch> batches;
    try {
      batches = readings.read(send.from(), send.to(), Math.min(send.most(), MOST_READ));
    } catch (LogException e) {
      complain(e);
      found = new Lanes.Next.Send(send.lane(), send.from(), send.from(), 1);
      batches = readOne(send.from());
    }
    if (batches.isEmpty()) {
      lanes.nothingFound(found);
    }
    for (StoredBatch batch : batches) {
      if (lanes.take(send.lane(), batch.sequence())) {
        sendOrGiveBack(send.lane(), batch);
      }
    }
    return true;
  }

  /** A batch that could not even be handed over must not count as being on its way. */
  private void sendOrGiveBack(Lane lane, StoredBatch batch) {
    boolean handedOver = false;
    try {
      send(lane, batch);
      handedOver = true;
    } finally {
      if (!handedOver) {
        lanes.failed(batch.sequence());
      }
    }
  }

  /** Steps over a batch that a damaged disk does not give back; its neighbours still go. */
  private List<StoredBatch> readOne(long sequence) {
    try {
      return readings.read(sequence, sequence, 1);
    } catch (LogException e) {
      return List.of();
    }
  }

  private void complain(LogException e) {
    if (!unreadable) {
      unreadable = true;
      log.error("{}", e.getMessage());
    }
  }

  private void send(Lane lane, StoredBatch batch) {
    boolean compress = lane == Lane.BACKFILL || compressLive;
    byte[] payload = compress ? BatchCodec.compress(batch.payload()) : batch.payload();
    int on = connection;
    sent.increment();
    uplink
        .send(lane, payload)
        .whenComplete(
            (done, failure) ->
                tell(
                    failure == null
                        ? new Event.Acknowledged(batch.sequence())
                        : new Event.Failed(batch.sequence(), on, cause(failure))));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      something.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
