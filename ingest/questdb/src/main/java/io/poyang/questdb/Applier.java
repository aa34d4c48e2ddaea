package io.poyang.questdb;

import io.poyang.telemetry.store.TransientStoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.O3PartitionPurgeJob;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.CheckWalTransactionsJob;
import io.questdb.cairo.wal.WalPurgeJob;
import io.questdb.cairo.wal.seq.SeqTxnTracker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves committed readings from the engine's log into the table, on one thread that sleeps while
 * there is nothing to do. The engine's own workers would spin.
 */
final class Applier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Between two rounds: several small commits applied as one cost a fraction. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final CairoEngine engine;
  private final TableToken table;
  private final Duration visibleWithin;
  private final SeqTxnTracker progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition applied = lock.newCondition();
  private final Thread thread;
  private boolean pending = true;
  private int waiting;
  private boolean stopping;
  private boolean troubled;

  Applier(CairoEngine engine, TableToken table, Duration visibleWithin) {
    this.engine = engine;
    this.table = table;
    this.visibleWithin = visibleWithin;
    this.progress = engine.getTableSequencerAPI().getTxnTracker(table);
    this.thread = new Thread(this::run, "questdb-apply");
  }

  void start() {
    thread.start();
  }

  /** Something was committed. */
  void wake() {
    lock.lock();
    try {
      pending = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when all that is committed now is in the table. */
  void await() {
    long target = engine.getTableSequencerAPI().lastTxn(table);
    long left = visibleWithin.toNanos();
    lock.lock();
    waiting++;
    work.signal();
    try {
      while (progress.getWriterTxn() < target) {
        if (left <= 0 || stopping) {
          throw new TransientStoreException(behind(target), null);
        }
        left = applied.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientStoreException("interrupted while readings became visible", e);
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  private String behind(long target) {
    String trouble = progress.getErrorMessage();
    return "the table is "
        + (target - progress.getWriterTxn())
        + " commits behind after "
        + visibleWithin.toSeconds()
        + " s"
        + (trouble == null || trouble.isEmpty() ? "" : ": " + trouble);
  }

  private void run() {
    try (ApplyWal2TableJob apply = new ApplyWal2TableJob(engine, 0);
        O3PartitionPurgeJob versions = new O3PartitionPurgeJob(engine, 1);
        WalPurgeJob segments = new WalPurgeJob(engine)) {
      CheckWalTransactionsJob outstanding = new CheckWalTransactionsJob(engine);
      long nextHousekeeping = System.nanoTime() + HOUSEKEEPING.toNanos();
      while (awaitWork(nextHousekeeping)) {
        try {
          if (drain(apply, outstanding, nextHousekeeping)) {
            wake();
          }
          if (isPast(nextHousekeeping)) {
            nextHousekeeping = System.nanoTime() + HOUSEKEEPING.toNanos();
            versions.run(0);
            segments.run(0);
            engine.releaseInactive();
          }
        } catch (RuntimeException | Error e) {
          report(e);
        }
      }
      while (drain(apply, outstanding, System.nanoTime() + HOUSEKEEPING.toNanos())) {
        LOG.info("closing: the table still takes in what was committed");
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the apply thread of the store ended early; readings stay safe in its log", e);
    }
  }

  /** False when the applier is told to end. */
  private boolean awaitWork(long nextHousekeeping) {
    lock.lock();
    try {
      // What fails is not tried with every commit that comes: the engine writes pages about each.
      long pause = (troubled ? RETRY : PAUSE).toNanos();
      while ((troubled || waiting == 0) && !stopping && pause > 0) {
        pause = work.awaitNanos(pause);
      }
      pending |= troubled;
      while (!pending && !stopping) {
        long left = Math.max(0, nextHousekeeping - System.nanoTime());
        if (left == 0 || work.awaitNanos(left) <= 0) {
          break;
        }
      }
      pending = false;
      return !stopping;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isPast(long nanoTime) {
    return System.nanoTime() - nanoTime >= 0;
  }

  /**
   * Applies what is committed. Commits may come faster than they can be applied, so it looks up
   * from its work when housekeeping is due: else nobody would remove the log behind it.
   *
   * @return whether something may be left
   */
  private boolean drain(
      ApplyWal2TableJob apply, CheckWalTransactionsJob outstanding, long nextHousekeeping) {
    if (engine.getTableSequencerAPI().isSuspended(table)) {
      engine.getTableSequencerAPI().resumeTable(table, 0);
    }
    if (troubled || !progress.isInitialised()) {
      // After a start or a failure nobody tells the engine what still waits in its log.
      outstanding.checkMissingWalTransactions();
    }
    boolean more = true;
    while (more && !isPast(nextHousekeeping)) {
      more = apply.run(0);
      signalApplied();
    }
    boolean suspended = engine.getTableSequencerAPI().isSuspended(table);
    if (suspended && !troubled) {
      LOG.error(
          "the table fell behind its log and is tried again every second: {}",
          progress.getErrorMessage());
    } else if (!suspended && troubled) {
      LOG.info("the table follows its log again");
    }
    troubled = suspended;
    return more;
  }

  private void report(Throwable failure) {
    if (!troubled) {
      LOG.error("the table cannot follow its log for now; tried again every second", failure);
    }
    troubled = true;
  }

  private void signalApplied() {
    lock.lock();
    try {
      applied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells the thread to end after it applied what was committed, and whoever waits to go. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      work.signal();
      applied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop();
    joinUninterruptibly(thread);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
