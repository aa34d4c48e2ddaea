package io.poyang.edge.opcua;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a source. A step that fails ends no other; after the close none begins. */
final class Loop implements Executor {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final String source;
  private final Consumer<RuntimeException> failed;
  private final ScheduledThreadPoolExecutor thread;

  /**
   * @param failed hears of an unforeseen failure, on the loop
   */
  Loop(String source, Consumer<RuntimeException> failed) {
    this.source = source;
    this.failed = failed;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("opcua-" + source).daemon().factory());
  }

  @Override
  public void execute(Runnable step) {
    try {
      thread.execute(guarded(step));
    } catch (RejectedExecutionException e) {
      log.trace("{}: closed", source);
    }
  }

  void later(Runnable step, Duration delay) {
    try {
      thread.schedule(guarded(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("{}: closed", source);
    }
  }

  void every(Duration pause, Runnable step) {
    thread.scheduleWithFixedDelay(
        guarded(step), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        log.error("{}: unforeseen failure", source, e);
        failed.accept(e);
      }
    };
  }

  /** Whether it has ended by then. */
  boolean end(Duration within) throws InterruptedException {
    thread.shutdownNow();
    return thread.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
