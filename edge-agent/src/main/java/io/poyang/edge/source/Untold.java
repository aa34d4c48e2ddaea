package io.poyang.edge.source;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a source has lost and the sink has not taken yet. Losses of one cause are told together
 * where their times overlap, so that an outage of a thousand signals is one gap; counted ones are
 * added up until they are taken, so that an outage of the log is one gap too.
 *
 * <p>It is kept in memory alone: a source that must not forget keeps what it needs to find the loss
 * again. Thread-safe.
 */
public final class Untold {
  /** A batch that tells of a gap has to stay well below the 1 MiB that ingest takes. */
  private static final int MOST_SIGNALS = 1_000;

  /** Of one signal: the times that may be missing, both included, and how many readings. */
  public record Loss(Instant from, Instant to, OptionalLong readings) {
    public Loss {
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("loss from " + from + " must not end before, at " + to);
      }
    }

    public Loss and(Loss other) {
      boolean counted = readings.isPresent() && other.readings.isPresent();
      return new Loss(
          from.isBefore(other.from) ? from : other.from,
          to.isAfter(other.to) ? to : other.to,
          counted
              ? OptionalLong.of(readings.getAsLong() + other.readings.getAsLong())
              : OptionalLong.empty());
    }
  }

  private record Telling(Gap gap, Map<SignalId, Loss> of) {}

  private final Function<Cause, String> detail;
  private final Map<Cause, Map<SignalId, Loss>> losses = new EnumMap<>(Cause.class);
  private final List<Telling> underWay = new ArrayList<>();

  /**
   * @param detail what a gap of a cause says to people
   */
  public Untold(Function<Cause, String> detail) {
    this.detail = detail;
  }

  public synchronized void add(Cause cause, SignalId signal, Loss loss) {
    losses.computeIfAbsent(cause, any -> new LinkedHashMap<>()).merge(signal, loss, Loss::and);
  }

  /** Whether all of it has been taken. */
  public synchronized boolean isEmpty() {
    return losses.isEmpty() && underWay.isEmpty();
  }

  /** Whether something of this signal is still to be told. */
  public synchronized boolean holds(SignalId signal) {
    return losses.values().stream().anyMatch(of -> of.containsKey(signal))
        || underWay.stream().anyMatch(one -> one.of().containsKey(signal));
  }

  /**
   * Tells everything; what the sink does not take waits for the next time.
   *
   * @param told hears of each gap that is safe, on the sink's thread
   * @return completes when all of it was taken, exceptionally when not
   */
  public CompletionStage<Void> tell(Function<Gap, CompletionStage<Void>> sink, Consumer<Gap> told) {
    List<Telling> tellings;
    synchronized (this) {
      tellings = cut();
      losses.clear();
      underWay.addAll(tellings);
    }
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (Telling telling : tellings) {
      stages.add(
          attempt(sink, telling.gap())
              .whenComplete(
                  (done, failure) -> {
                    settle(telling, failure != null);
                    if (failure == null) {
                      told.accept(telling.gap());
                    }
                  })
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }

  private static CompletionStage<Void> attempt(Function<Gap, CompletionStage<Void>> sink, Gap gap) {
    try {
      return sink.apply(gap);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private synchronized void settle(Telling telling, boolean again) {
    underWay.remove(telling);
    if (again) {
      telling.of().forEach((signal, loss) -> add(telling.gap().cause(), signal, loss));
    }
  }

  private List<Telling> cut() {
    List<Telling> tellings = new ArrayList<>();
    losses.forEach(
        (cause, of) -> {
          Map<SignalId, Loss> together = new LinkedHashMap<>();
          Instant until = Instant.MIN;
          for (Map.Entry<SignalId, Loss> next : byTime(of)) {
            Loss loss = next.getValue();
            boolean apart = loss.readings().isEmpty() && loss.from().isAfter(until);
            if (!together.isEmpty() && (apart || together.size() == MOST_SIGNALS)) {
              tellings.add(telling(cause, together));
              together = new LinkedHashMap<>();
              until = Instant.MIN;
            }
            together.put(next.getKey(), loss);
            until = loss.to().isAfter(until) ? loss.to() : until;
          }
          if (!together.isEmpty()) {
            tellings.add(telling(cause, together));
          }
        });
    return tellings;
  }

  private static List<Map.Entry<SignalId, Loss>> byTime(Map<SignalId, Loss> of) {
    return of.entrySet().stream()
        .sorted((one, other) -> one.getValue().from().compareTo(other.getValue().from()))
        .toList();
  }

  private Telling telling(Cause cause, Map<SignalId, Loss> of) {
    Loss all = of.values().stream().reduce(Loss::and).orElseThrow();
    Gap gap =
        new Gap(
            cause,
            all.readings(),
            all.from(),
            all.to(),
            List.copyOf(of.keySet()),
            Optional.empty(),
            detail.apply(cause));
    return new Telling(gap, of);
  }
}
