package io.poyang.plants;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again on a thread of its own. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long PATIENCE_SECONDS = 5;

  private final String name;
  private final Duration period;
  private final Runnable work;
  private final ScheduledExecutorService executor;
  private boolean failureLogged;

  Ticker(String name, Duration period, Runnable work) {
    this.name = name;
    this.period = period;
    this.work = work;
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }

  void start() {
    executor.scheduleAtFixedRate(this::tick, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!failureLogged) {
        failureLogged = true;
        LOG.error("{}: a tick failed; further failures are not logged", name, e);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
