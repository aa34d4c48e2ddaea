package io.poyang.console.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads on which requests may wait for a store: a few for short questions, and others for
 * downloads, so that slow readers of long answers never hold up a page. Whoever watches this
 * process has one of his own, so that a store which does not answer is told of and not waited for.
 * All are bounded; what does not fit is told to come again.
 */
public final class Workers implements AutoCloseable {
  private static final int QUESTIONS = 4;
  private static final int WAITING_QUESTIONS = 256;

  private final ThreadPoolExecutor questions;
  private final ThreadPoolExecutor watching;
  private final ThreadPoolExecutor downloads;
  private final int mostDownloads;

  public Workers(int mostDownloads) {
    this.mostDownloads = mostDownloads;
    this.questions = answering(QUESTIONS, "console-question-");
    this.watching = answering(1, "console-watching-");
    this.downloads =
        new ThreadPoolExecutor(
            0,
            mostDownloads,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("console-download-", 0).factory());
  }

  private static ThreadPoolExecutor answering(int threads, String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_QUESTIONS),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Asks on a worker and answers on the request's own context. */
  public <T> void ask(RoutingContext ctx, Callable<T> question, Consumer<T> answer) {
    ask(questions, ctx, question, answer);
  }

  /** As {@link #ask}, for what asks no store: answered also while every store keeps silent. */
  public <T> void askOfUs(RoutingContext ctx, Callable<T> question, Consumer<T> answer) {
    ask(watching, ctx, question, answer);
  }

  /** As {@link #ask}, for what may take many seconds: on a thread of the downloads. */
  public <T> void askAtLength(RoutingContext ctx, Callable<T> question, Consumer<T> answer) {
    ask(downloads, ctx, question, answer);
  }

  private <T> void ask(
      ThreadPoolExecutor executor, RoutingContext ctx, Callable<T> question, Consumer<T> answer) {
    Context home = ctx.vertx().getOrCreateContext();
    Runnable work =
        () -> {
          try {
            T result = question.call();
            hand(home, () -> answer.accept(result));
          } catch (Exception e) {
            hand(home, () -> Answers.failure(ctx, e));
          }
        };
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      Answers.problem(
          ctx,
          Problem.busy(
              executor.equals(downloads)
                  ? mostDownloads + " long answers are being made already"
                  : WAITING_QUESTIONS + " requests are waiting already"));
    }
  }

  /** For what a request has others do for it. */
  public Executor executor() {
    return questions;
  }

  /** Runs a download on a thread of its own, at the pace of its reader. */
  public void download(RoutingContext ctx, Download download) {
    Outlet outlet = new Outlet(ctx);
    Context home = ctx.vertx().getOrCreateContext();
    Runnable work =
        () -> {
          try {
            download.run(outlet);
            outlet.end();
          } catch (InterruptedException e) {
            hand(home, () -> ctx.request().connection().close());
          } catch (Exception e) {
            hand(home, () -> Answers.failure(ctx, e));
          }
        };
    try {
      downloads.execute(work);
    } catch (RejectedExecutionException e) {
      Answers.problem(ctx, Problem.busy(mostDownloads + " long answers are being made already"));
    }
  }

  /** Writes an answer of any length; may wait for its reader. */
  @FunctionalInterface
  public interface Download {
    void run(Outlet outlet) throws InterruptedException;
  }

  private static void hand(Context home, Runnable step) {
    try {
      home.runOnContext(unused -> step.run());
    } catch (RejectedExecutionException e) {
      // The server has closed; there is nobody left to answer.
    }
  }

  /** Interrupts whoever waits for a reader. */
  @Override
  public void close() {
    questions.shutdownNow();
    watching.shutdownNow();
    downloads.shutdownNow();
  }

  /**
   * Waits until nobody reads from a store any more: an embedded one must not be closed before.
   *
   * @return whether that was so within the time
   */
  public boolean awaitIdle(long timeout, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    return questions.awaitTermination(timeout, unit)
        && downloads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
