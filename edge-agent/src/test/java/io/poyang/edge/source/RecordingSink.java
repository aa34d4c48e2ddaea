package io.poyang.edge.source;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink that keeps what it is given, and on request behaves like a slow or a broken log.
 *
 * <p>{@link #offered} is every reading it was called with; {@link #readings} only those whose stage
 * completed, which is what a log would still have after a crash.
 */
public final class RecordingSink implements Sink {
  private enum Mood {
    TAKES,
    HOLDS,
    REFUSES
  }

  private record Held(List<Reading> readings, CompletableFuture<Void> stage) {}

  private final List<Reading> taken = new ArrayList<>();
  private final List<Reading> offered = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Signal> discovered = new ArrayList<>();
  private List<Held> held = new ArrayList<>();
  private Mood mood = Mood.TAKES;
  private int refusedGaps;

  @Override
  public synchronized CompletionStage<Void> accept(List<Reading> readings) {
    offered.addAll(readings);
    return switch (mood) {
      case TAKES -> {
        taken.addAll(readings);
        yield CompletableFuture.completedFuture(null);
      }
      case HOLDS -> {
        Held one = new Held(List.copyOf(readings), new CompletableFuture<>());
        held.add(one);
        yield one.stage();
      }
      case REFUSES -> CompletableFuture.failedFuture(new IllegalStateException("log is full"));
    };
  }

  @Override
  public synchronized CompletionStage<Void> lost(Gap gap) {
    if (mood == Mood.REFUSES) {
      refusedGaps++;
      return CompletableFuture.failedFuture(new IllegalStateException("log is full"));
    }
    gaps.add(gap);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized void discovered(List<SignalSetting> signals) {
    signals.forEach(signal -> discovered.add(signal.signal()));
  }

  /** From now on stages stay open until {@link #take}. */
  public synchronized void hold() {
    mood = Mood.HOLDS;
  }

  /** From now on stages fail, as with a full disk. */
  public synchronized void refuse() {
    mood = Mood.REFUSES;
  }

  /** Completes what was held, oldest first, and takes everything from now on. */
  public void take() {
    List<Held> waiting;
    synchronized (this) {
      mood = Mood.TAKES;
      waiting = held;
      held = new ArrayList<>();
      waiting.forEach(one -> taken.addAll(one.readings()));
    }
    waiting.forEach(one -> one.stage().complete(null));
  }

  public synchronized List<Reading> readings() {
    return List.copyOf(taken);
  }

  public synchronized List<Reading> readingsOf(SignalId signal) {
    return taken.stream().filter(reading -> reading.signal().equals(signal)).toList();
  }

  public synchronized List<Reading> offered() {
    return List.copyOf(offered);
  }

  public synchronized List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  public synchronized int refusedGaps() {
    return refusedGaps;
  }

  public synchronized List<Signal> discovered() {
    return List.copyOf(discovered);
  }
}
