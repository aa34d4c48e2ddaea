package io.poyang.edge.log;

import io.poyang.edge.log.AppendQueue.Append;
import io.poyang.telemetry.Gap;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: a group, a transaction, a synced commit. */
final class LogWriter {
  private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
  private static final Duration LONGEST_TICK = Duration.ofMinutes(1);
  private static final Duration SHORTEST_TICK = Duration.ofMillis(10);

  /** Aged batches that one commit drops at most; the next tick goes on. */
  private static final int MOST_AGED = 2048;

  /** Failures in a row after which a disk is taken for another than the one that was opened. */
  private static final int IO_FAILURES = 3;

  private static final Duration REOPEN_EVERY = Duration.ofSeconds(5);

  private final Path folder;
  private final LogBounds settings;
  private final Bounds bounds;
  private final LogClock clock;
  private final AppendQueue queue;
  private final LogState state;
  private final OpenLog opened;
  private final Shrinking shrinking = new Shrinking();
  private final Duration tick;
  private final List<Consumer<Commit>> watchers = new CopyOnWriteArrayList<>();
  private final ExecutorService notifier =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log-notify").daemon().factory());
  private final Thread thread;
  private final LongAdder full = new LongAdder();
  private final LongAdder aged = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile LongPredicate inFlight = sequence -> false;
  private boolean dropping;
  private boolean closedByFailure;
  private long notReopenedBefore;
  private int ioFailures;
  private long nextTick;

  LogWriter(
      Path folder,
      LogBounds settings,
      LogClock clock,
      AppendQueue queue,
      LogState state,
      OpenLog opened) {
    this.folder = folder;
    this.settings = settings;
    this.bounds = new Bounds(settings);
    this.clock = clock;
    this.queue = queue;
    this.state = state;
    this.opened = opened;
    Duration hundredth = settings.maxAge().dividedBy(100);
    this.tick =
        hundredth.compareTo(LONGEST_TICK) > 0
            ? LONGEST_TICK
            : hundredth.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : hundredth;
    this.nextTick = System.nanoTime() + tick.toNanos();
    this.thread = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void watch(Consumer<Commit> watcher) {
    watchers.add(watcher);
  }

  void spare(LongPredicate onTheirWay) {
    inFlight = onTheirWay;
  }

  LogLosses losses() {
    return new LogLosses(full.sum(), aged.sum(), damaged.sum(), refused.sum());
  }

  void refused(Append append) {
    refused.add(append.readings().size());
  }

  private void run() {
    try {
      for (AppendQueue.Group group = next(); group != null; group = next()) {
        commit(group);
        tidy();
      }
    } catch (InterruptedException e) {
      log.warn("log {}: writer was interrupted and stops", folder);
    }
  }

  private AppendQueue.@Nullable Group next() throws InterruptedException {
    return queue.take(shrinking.active() ? Shrinking.PAUSE : tick);
  }

  /**
   * What a transaction came to.
   *
   * @param taken appends that are safe with it
   * @param refusals appends that there was no room for, each with the reason
   */
  private record Written(
      List<StoredBatch> batches,
      List<Append> taken,
      List<Append> refusals,
      Eviction eviction,
      Backlog left,
      String reason) {}

  private void commit(AppendQueue.Group group) {
    long begun = System.nanoTime();
    boolean due = begun - nextTick >= 0;
    if (group.isEmpty() && !due) {
      return;
    }
    Written written;
    try {
      if (group.broken() || closedByFailure) {
        reopen();
      }
      written = writeOrMend(group, due);
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever it was, the writer lives on: a log that stops taking readings must say so.
      undo(group, e);
      return;
    }
    ioFailures = 0;
    if (due) {
      nextTick = begun + tick.toNanos();
    }
    state.committed(written.batches(), group.freed(), written.eviction().ranges(), written.left());
    count(written);
    int readings = written.batches().stream().mapToInt(StoredBatch::readings).sum();
    if (!written.refusals().isEmpty()) {
      refuse(written.refusals(), new LogFullException(written.reason()));
    } else if (readings > 0 && state.works()) {
      log.info("log {} takes readings again", folder);
    }
    Commit commit =
        new Commit(
            state.lastSequence(),
            written.batches().size(),
            readings,
            Duration.ofNanos(System.nanoTime() - begun));
    notifier.execute(() -> announce(written.taken(), commit));
  }

  private Written writeOrMend(AppendQueue.Group group, boolean due) throws SQLException {
    try {
      return write(group, due);
    } catch (SQLException e) {
      boolean gone = e instanceof VanishedException || LogFormat.isCorrupt(e);
      // A disk that went and came back answers nobody who had opened a file on it before.
      ioFailures += LogFormat.isInputOutput(e) ? 1 : 0;
      if (!gone && ioFailures < IO_FAILURES) {
        throw e;
      }
      reopen();
      return write(group, due);
    }
  }

  private void reopen() throws SQLException {
    if (closedByFailure && System.nanoTime() - notReopenedBefore < 0) {
      throw new SQLException("its file could not be opened again");
    }
    notReopenedBefore = System.nanoTime() + REOPEN_EVERY.toNanos();
    closedByFailure = true;
    opened.reopen(state.memory(clock.millis()));
    state.reopened(opened.begun(), opened.file().backlog());
    closedByFailure = false;
    ioFailures = 0;
  }

  private Written write(AppendQueue.Group group, boolean due) throws SQLException {
    LogFile file = opened.file();
    Encoder encoder = opened.encoder();
    long next = state.lastSequence() + 1;
    List<StoredBatch> batches = encoder.readings(group.appends(), next);
    file.begin();
    Backlog left = state.backlog();
    for (Sequences.Range range : group.freed()) {
      left = left.minus(file.delete(range));
    }
    Eviction eviction = new Eviction(file, this::spared);
    for (Sequences.Range range : group.damaged()) {
      for (long sequence = range.from(); sequence <= range.to(); sequence++) {
        eviction.dropDamaged(sequence);
      }
    }
    if (due) {
      dropAged(eviction);
    }
    List<Append> taken = new ArrayList<>(group.appends());
    List<Append> refusals = new ArrayList<>();
    String reason = group.appends().isEmpty() && !due ? "" : makeRoom(batches, eviction);
    if (!reason.isEmpty()) {
      boolean canTell = bounds.lacking(file.usage(), Bounds.SLACK, true) == 0;
      batches = new ArrayList<>();
      taken.removeIf(append -> !append.readings().isEmpty() || !canTell);
      refusals.addAll(group.appends());
      refusals.removeAll(taken);
    }
    List<Gap> gaps = new ArrayList<>(eviction.gaps());
    taken.forEach(append -> gaps.addAll(append.gaps()));
    if (!gaps.isEmpty()) {
      batches.addAll(encoder.gaps(gaps, next + batches.size()));
    }
    left = left.minus(eviction.dropped());
    if (batches.isEmpty() && group.freed().isEmpty() && eviction.ranges().isEmpty()) {
      file.rollback();
    } else {
      long keptAt = clock.millis();
      for (StoredBatch batch : batches) {
        file.insert(batch, keptAt);
        left = left.plus(new Backlog(1, batch.readings(), batch.payload().length));
      }
      file.advance(next + batches.size() - 1, left);
      file.commit();
    }
    return new Written(batches, taken, refusals, eviction, left, reason);
  }

  /** What ingest has, or is about to have, must not be told of as lost. */
  private boolean spared(long sequence) {
    return state.isFreed(sequence) || inFlight.test(sequence);
  }

  private void dropAged(Eviction eviction) throws SQLException {
    long before = clock.agedBefore(settings.maxAge());
    eviction.drop(
        Gap.Cause.LOG_AGED,
        "it waited in the log for longer than max-age, " + settings.maxAge().toHours() + " h",
        MOST_AGED,
        row -> row.keptAtMillis() >= before);
  }

  /**
   * Drops the oldest where that is asked for; says why there is no room, or nothing if there is.
   */
  private String makeRoom(List<StoredBatch> batches, Eviction eviction) throws SQLException {
    LogFile file = opened.file();
    long wanted = Bounds.pages(batches);
    Bounds.Usage usage = file.usage();
    long lacking = bounds.lacking(usage, wanted, wanted == 0);
    if (lacking == 0) {
      return "";
    }
    String reached = bounds.reached(usage, wanted);
    if (settings.whenFull() == LogBounds.WhenFull.DROP_OLDEST) {
      long enough = usage.freePages() + bounds.chunk(lacking);
      eviction.drop(
          Gap.Cause.LOG_FULL,
          "the log gave up its oldest: " + reached,
          Integer.MAX_VALUE,
          row -> file.freePages() >= enough);
      Bounds.Usage after = file.usage();
      // A log that is far too large, after max-size was lowered, may shrink over many commits.
      if (bounds.lacking(after, wanted, wanted == 0) == 0
          || after.freePages() - usage.freePages() >= wanted) {
        return "";
      }
    }
    return wanted == 0 ? "" : "log %s takes no readings: %s".formatted(folder, reached);
  }

  private void count(Written written) {
    for (Gap gap : written.eviction().gaps()) {
      LongAdder counter =
          switch (gap.cause()) {
            case LOG_FULL -> full;
            case LOG_AGED -> aged;
            default -> damaged;
          };
      counter.add(gap.readings().orElse(0));
    }
    if (!written.eviction().gaps().isEmpty() && !dropping) {
      dropping = true;
      log.warn(
          "log {} loses readings, and tells ingest: {}",
          folder,
          written.eviction().gaps().getFirst());
    }
    dropping &= written.left().readings() > 0;
  }

  private void refuse(List<Append> refusals, LogException why) {
    if (state.fails(String.valueOf(why.getMessage()))) {
      log.error("{}", why.getMessage());
    }
    refusals.forEach(this::refused);
    notifier.execute(() -> refusals.forEach(append -> append.safe().completeExceptionally(why)));
  }

  private void undo(AppendQueue.Group group, Throwable cause) {
    opened.file().rollback();
    for (Sequences.Range range : group.freed()) {
      for (long sequence = range.from(); sequence <= range.to(); sequence++) {
        queue.free(sequence);
      }
    }
    refuse(
        group.appends(),
        new LogException(
            "log %s does not take readings (%s): free space on its disk or make it writable; it goes on"
                    .formatted(folder, cause.getMessage())
                + " by itself then",
            cause));
  }

  private void announce(List<Append> safe, Commit commit) {
    safe.forEach(append -> append.safe().complete(null));
    for (Consumer<Commit> watcher : watchers) {
      try {
        watcher.accept(commit);
      } catch (RuntimeException e) {
        log.error("log {}: a watcher of commits failed", folder, e);
      }
    }
  }

  /** What can wait until nobody does. */
  private void tidy() {
    try {
      shrinking.step(opened.file(), bounds, queue.waiting() == 0);
    } catch (SQLException | RuntimeException e) {
      log.debug("log {}: it stays as large as it is: {}", folder, e.getMessage());
    }
  }

  /** Commits what waits, then ends; false where the disk does not let it. */
  boolean close(Duration within) throws InterruptedException {
    queue.close();
    if (!thread.join(within)) {
      return false;
    }
    notifier.shutdown();
    return true;
  }
}
