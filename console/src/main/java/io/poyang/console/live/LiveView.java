package io.poyang.console.live;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.CommitListener;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.store.ReadingStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the newest reading of every signal.
 *
 * <p>Commits are handed to a loop of its own, which alone touches the {@link LiveTable}. The queue
 * to it is bounded by readings: what does not fit is left out, and made good afterwards by a look
 * into the store, which has it since it was committed.
 */
public final class LiveView implements CommitListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);

  /** Signals that may be known at once; about 200 MB with their ids. */
  public static final int MOST_SIGNALS = 2_000_000;

  private static final int MOST_WAITING_READINGS = 1_000_000;
  private static final int MOST_WAITING_QUESTIONS = 10_000;

  private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final AtomicInteger waitingReadings = new AtomicInteger();
  private final AtomicInteger waitingQuestions = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();
  private final LiveTable table;
  private final Thread loop;
  private final Roster roster;

  private LiveView(ReadingStore store, Catalogue catalogue, InstantSource clock, int mostSignals) {
    this.table = new LiveTable(mostSignals);
    this.loop = Thread.ofPlatform().daemon().name("live-view").unstarted(this::run);
    this.roster = new Roster(store, catalogue, clock, this);
  }

  /**
   * Starts with what the store has of the last 24 hours; that is read in the background, so this
   * returns at once.
   */
  public static LiveView open(ReadingStore store, Catalogue catalogue, InstantSource clock) {
    return open(store, catalogue, clock, MOST_SIGNALS);
  }

  static LiveView open(
      ReadingStore store, Catalogue catalogue, InstantSource clock, int mostSignals) {
    LiveView view = new LiveView(store, catalogue, clock, mostSignals);
    view.loop.start();
    view.roster.start();
    return view;
  }

  private sealed interface Message {
    record Committed(List<Batch> batches, int readings) implements Message {}

    record Found(Collection<Reading> readings) implements Message {}

    record Question<T>(Function<LiveTable, T> asking, CompletableFuture<T> answer)
        implements Message {
      void answer(LiveTable table) {
        try {
          answer.complete(asking.apply(table));
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      }
    }

    record Stop() implements Message {}
  }

  @Override
  public void committed(List<Batch> batches) {
    int readings = 0;
    for (Batch batch : batches) {
      readings += batch.size();
    }
    if (waitingReadings.addAndGet(readings) > MOST_WAITING_READINGS) {
      waitingReadings.addAndGet(-readings);
      skipped.addAndGet(readings);
      return;
    }
    mailbox.add(new Message.Committed(List.copyOf(batches), readings));
  }

  /**
   * Asks the loop; the function runs there and must be quick. The answer is completed on the loop
   * too: whoever waits for it moves on to its own thread.
   */
  <T> CompletableFuture<T> ask(Function<LiveTable, T> asking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (waitingQuestions.incrementAndGet() > MOST_WAITING_QUESTIONS || !loop.isAlive()) {
      waitingQuestions.decrementAndGet();
      answer.completeExceptionally(
          loop.isAlive()
              ? new IllegalStateException("the live view has too many questions to answer")
              : closed());
      return answer;
    }
    mailbox.add(new Message.Question<>(asking, answer));
    return answer;
  }

  void found(Collection<Reading> readings) {
    mailbox.add(new Message.Found(List.copyOf(readings)));
  }

  /** How many readings were left out since the last call; the store has them. */
  long takeSkipped() {
    return skipped.getAndSet(0);
  }

  void skip(long readings) {
    skipped.addAndGet(readings);
  }

  /** The sites of the catalogue, a moment old. */
  List<Site> sites() {
    return roster.sites();
  }

  /** Looks into the catalogue now instead of at the next turn. */
  CompletableFuture<Void> refresh() {
    return roster.refreshNow();
  }

  private void run() {
    boolean running = true;
    while (running) {
      try {
        running = handle(mailbox.take());
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        LOG.error("live view: a message could not be taken in", e);
      }
    }
    refuseRest();
  }

  private void refuseRest() {
    for (Message rest = mailbox.poll(); rest != null; rest = mailbox.poll()) {
      if (rest instanceof Message.Question<?> question) {
        question.answer().completeExceptionally(closed());
      }
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the live view is closed");
  }

  private boolean handle(Message message) {
    switch (message) {
      case Message.Committed committed -> {
        waitingReadings.addAndGet(-committed.readings());
        committed.batches().forEach(table::apply);
      }
      case Message.Found found -> table.apply(found.readings());
      case Message.Question<?> question -> {
        waitingQuestions.decrementAndGet();
        question.answer(table);
      }
      case Message.Stop unused -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    roster.close();
    mailbox.add(new Message.Stop());
  }
}
