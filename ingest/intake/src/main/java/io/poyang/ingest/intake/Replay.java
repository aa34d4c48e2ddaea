package io.poyang.ingest.intake;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.quarantine.Repair;
import io.poyang.telemetry.quarantine.Replayer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends what was refused down the road once more, mended. */
final class Replay implements Replayer {
  private final Quarantine quarantine;
  private final EdgeRegistry edges;
  private final Reception reception;
  private final Consumer<Delivery> road;
  private final InstantSource clock;
  private final Set<Outcomes> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Waits for the scribe; why it was not taken, or an empty text. */
  private static final class Outcomes implements Sender {
    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private String why = "";

    @Override
    public void settled(int ticket, int weight) {}

    @Override
    public void refused(int ticket, int weight, String reason) {
      why = reason;
    }

    @Override
    public void settle() {
      outcome.complete(why);
    }
  }

  Replay(
      Quarantine quarantine,
      EdgeRegistry edges,
      Reception reception,
      Consumer<Delivery> road,
      InstantSource clock) {
    this.quarantine = quarantine;
    this.edges = edges;
    this.reception = reception;
    this.road = road;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Replayed> replay(long number, Repair repair) {
    try {
      Optional<Kept> kept = quarantine.find(number);
      String obstacle = obstacle(number, kept.orElse(null));
      return obstacle.isEmpty()
          ? send(kept.orElseThrow(), repair)
          : CompletableFuture.completedFuture(new Replayed(0, 0, obstacle));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String obstacle(long number, @Nullable Kept kept) {
    if (kept == null) {
      return "refusal " + number + " is not in quarantine";
    }
    if (kept.settlement().isPresent()) {
      Settlement settlement = kept.settlement().get();
      return "refusal %d was settled at %s: %s"
          .formatted(number, settlement.at(), settlement.why());
    }
    if (kept.refusal().original().isEmpty()) {
      return "refusal " + number + " has no original here: its edge still has it";
    }
    if (edges.access(kept.refusal().edge()).isEmpty()) {
      return "edge "
          + kept.refusal().edge()
          + " is not configured: add it to the server's edges, or discard the refusal";
    }
    return "";
  }

  private CompletionStage<Replayed> send(Kept kept, Repair repair) {
    EdgeAccess access = edges.access(kept.refusal().edge()).orElseThrow();
    Mended mended;
    synchronized (reception) {
      mended = reception.again(access, kept, repair);
    }
    Cargo cargo = mended.cargo();
    if (cargo == null) {
      return CompletableFuture.completedFuture(
          new Replayed(0, refused(mended.remainder()), why(mended.remainder())));
    }
    Outcomes sender = new Outcomes();
    waiting.add(sender);
    if (closed) {
      close();
    }
    road.accept(new Delivery(access.edge(), Lane.LIVE, sender, 0, 0, cargo));
    return sender.outcome.handleAsync(
        (why, failure) -> {
          waiting.remove(sender);
          if (failure != null) {
            throw new IllegalStateException(failure.getMessage(), failure);
          }
          return finish(kept, repair, cargo, mended.remainder(), why);
        },
        Thread::startVirtualThread);
  }

  private Replayed finish(
      Kept kept, Repair repair, Cargo cargo, List<Refusal> remainder, String why) {
    int stored = Math.max(1, cargo.readings());
    if (!why.isEmpty()) {
      return new Replayed(0, stored + refused(remainder), why);
    }
    // In this order: a crash in between leaves an entry too many, never one too few.
    quarantine.put(remainder);
    String detail =
        stored
            + " stored"
            + (repair.told().isEmpty() ? "" : ", " + repair.told())
            + (remainder.isEmpty()
                ? ""
                : ", " + refused(remainder) + " still refused: " + why(remainder));
    quarantine.settle(
        List.of(kept.number()), new Settlement(Outcome.REPLAYED, clock.instant(), detail));
    return new Replayed(stored, refused(remainder), detail);
  }

  private static int refused(List<Refusal> refusals) {
    return refusals.stream().mapToInt(refusal -> Math.max(1, refusal.readings())).sum();
  }

  private static String why(List<Refusal> refusals) {
    return refusals.isEmpty() ? "nothing is left to store" : refusals.getFirst().detail();
  }

  /** What has not been answered never will be. */
  void close() {
    closed = true;
    waiting.forEach(
        sender ->
            sender.outcome.completeExceptionally(
                new IllegalStateException(
                    "the server closes before the replay is stored; ask for it again")));
  }

  /**
   * An original, read and judged again.
   *
   * @param cargo what is admitted; null where nothing is
   * @param remainder what is still refused
   */
  record Mended(@Nullable Cargo cargo, List<Refusal> remainder) {}
}
