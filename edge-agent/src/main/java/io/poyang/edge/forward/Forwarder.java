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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** The rests and the ages are looked after at least so often. */
  private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

  /** What the thread hears of. */
  private sealed interface Event {
    record Connected(int window) implements Event {}

    record Disconnected() implements Event {}

    record Acknowledged(long sequence, long at) implements Event {}

    record Failed(long sequence, int connection, Throwable cause) implements Event {}
  }

  /** Hears how long receipts take. Called on the uplink's threads; must not block. */
  public interface Receipts {
    void received(Lane lane, Duration took);
  }

  private final Log readings;
  private final Uplink uplink;
  private final boolean compressLive;
  private final Pace pace;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final List<Receipts> watchers = new CopyOnWriteArrayList<>();
  private final CopiedLog copied = new CopiedLog();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private boolean closed;

  // Owned by the thread.
  private final Lanes lanes = new Lanes();
  private final Lateness lateness;
  private final BackfillPace backfill;
  private final Pause pause;
  private int connection;
  private long wakesAt;
  private String complaint = "";
  private final Set<Long> onTheirWay = ConcurrentHashMap.newKeySet();
  private boolean unreadable;
  private final Thread thread;

  // For whoever watches.
  private volatile int backfillAllowed;
  private volatile int resting;

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
    this.backfill = new BackfillPace(pace.backfill());
    this.pause = new Pause(pace);
    this.thread = Thread.ofPlatform().name("forwarder").daemon().unstarted(this::run);
  }

  public void start() {
    readings.watch(commit -> wake());
    readings.spare(onTheirWay::contains);
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

  /** Backfill batches that may be on their way at once, so that live ones go quickly. */
  public int backfillAllowed() {
    return backfillAllowed;
  }

  /** Batches that ingest refused for a reason of their own, and which are tried now and then. */
  public int resting() {
    return resting;
  }

  /** What is wrong, and the mend, where ingest refuses this log as the copy of another. */
  public Optional<String> copiedLog() {
    return Optional.ofNullable(copied.complaint());
  }

  public void watch(Receipts watcher) {
    watchers.add(watcher);
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
          pause.begin();
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
    resting = lanes.resting();
    if (resting > 0 && now - wakesAt >= 0) {
      wakesAt = now + pace.longestPause().toNanos();
      lanes.wakeSome();
    }
    long last = readings.lastSequence();
    lanes.committed(last);
    lanes.late(lateness.lateUpTo(last, now));
    backfillAllowed = backfill.allowed(now);
    lanes.allowBackfill(backfillAllowed);
    return pause.isOver() && sendSome() || await(last);
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
        something.awaitNanos(pause.leftNanos(LONGEST_WAIT_NANOS));
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
        pause.end();
        complaint = "";
        onTheirWay.clear();
        long last = readings.lastSequence();
        lanes.connected(last, window);
        backfill.connected(window);
        lateness.restart(last, System.nanoTime());
        log.debug("forwarder: connection {}, backfill up to batch {}", connection, last);
      }
      case Event.Disconnected() -> {
        connection++;
        onTheirWay.clear();
        lanes.disconnected();
      }
      case Event.Acknowledged(long sequence, long at) -> {
        lanes.acknowledged(sequence);
        backfill.received(sequence, at);
        copied.taken(sequence);
        acknowledged.increment();
        readings.free(sequence);
        onTheirWay.remove(sequence);
        pause.ease();
      }
      case Event.Failed(long sequence, int on, Throwable cause) -> {
        if (on == connection) {
          backfill.returned(sequence);
          onTheirWay.remove(sequence);
          failed(sequence, cause);
        }
      }
    }
  }

  private void failed(long sequence, Throwable cause) {
    if (cause instanceof UplinkRefusedException refusal && !refusal.passing()) {
      // Not a matter of load but of this batch.
      rest(sequence, refusal);
      return;
    }
    lanes.failed(sequence);
    if (pause.isOver()) {
      if (pause.isFirst() && cause instanceof UplinkRefusedException) {
        log.info("forwarder waits as ingest asks: {}", cause.getMessage());
      }
      pause.begin();
    }
  }

  private void rest(long sequence, UplinkRefusedException refusal) {
    if (lanes.resting() == 0) {
      wakesAt = System.nanoTime() + pace.longestPause().toNanos();
    }
    lanes.rest(sequence);
    String why = String.valueOf(refusal.getMessage());
    if (refusal.copiedLog()) {
      copied.refused(sequence, refusal);
    } else if (!why.equals(complaint)) {
      complaint = why;
      log.warn("batch {} rests before it is sent again, as may others: {}", sequence, why);
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
        backfill.returned(batch.sequence());
        onTheirWay.remove(batch.sequence());
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
    long begun = System.nanoTime();
    backfill.sent(lane, batch.sequence(), begun);
    onTheirWay.add(batch.sequence());
    uplink
        .send(lane, payload)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                long now = System.nanoTime();
                watchers.forEach(each -> each.received(lane, Duration.ofNanos(now - begun)));
                tell(new Event.Acknowledged(batch.sequence(), now));
              } else {
                tell(new Event.Failed(batch.sequence(), on, cause(failure)));
              }
            });
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
