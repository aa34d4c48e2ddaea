package io.poyang.questdb;

import io.poyang.telemetry.store.TransientStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the engine open while someone is inside: its memory is not the JVM's, and a read after
 * close would take the whole process with it.
 */
final class Gate {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Path folder;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closing;

  Gate(Path folder) {
    this.folder = folder;
  }

  /** Pass in before touching the engine; a thread that is inside may pass again. */
  void enter() {
    if (lock.getReadHoldCount() == 0) {
      refuseIfClosing();
      lock.readLock().lock();
      if (closing) {
        lock.readLock().unlock();
        refuseIfClosing();
      }
    } else {
      lock.readLock().lock();
    }
  }

  private void refuseIfClosing() {
    if (closing) {
      throw new TransientStoreException("store folder " + folder + " is closed", null);
    }
  }

  void leave() {
    lock.readLock().unlock();
  }

  /** Whoever is inside for long looks here now and then, and leaves. */
  void stopIfClosing() {
    if (closing) {
      throw new TransientStoreException("store folder " + folder + " is being closed", null);
    }
  }

  /** Lets nobody in any more; false when someone would not leave in time. */
  boolean close() {
    closing = true;
    try {
      boolean empty = lock.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (empty) {
        lock.writeLock().unlock();
      }
      return empty;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
