package io.poyang.platform;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for Ctrl-C or a termination signal, and lets the command close what it opened. */
final class Stop {
  private static final int LONGEST_GOODBYE_SECONDS = 10;
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch CLOSED = new CountDownLatch(1);

  private Stop() {}

  /** Must be called once, before the process is told to stop. */
  static void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(Stop::goodbye, "stop"));
  }

  static void await() throws InterruptedException {
    ASKED.await();
  }

  /** Waits that long at the most; true once the process was told to stop. */
  static boolean asked(Duration within) throws InterruptedException {
    return ASKED.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void goodbye() {
    ASKED.countDown();
    try {
      CLOSED.await(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command has closed everything; the process may end. */
  static void closed() {
    CLOSED.countDown();
  }
}
