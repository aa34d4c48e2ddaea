package io.poyang.console.quarantine;

import io.poyang.telemetry.quarantine.Repair;
import io.poyang.telemetry.quarantine.Replayer;
import io.poyang.telemetry.quarantine.Replayer.Replayed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Replays a list of refusals: a few at a time, because each original is in memory meanwhile, and
 * not for longer than a client waits for an answer.
 */
final class Replays {
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Replayer replayer;
  private final Repair repair;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();
  private final JsonArray results = new JsonArray();

  Replays(Replayer replayer, Repair repair) {
    this.replayer = replayer;
    this.repair = repair;
  }

  JsonArray of(List<Long> numbers) throws InterruptedException {
    for (int i = 0; i < numbers.size(); i += AT_ONCE) {
      several(numbers.subList(i, Math.min(i + AT_ONCE, numbers.size())));
    }
    return results;
  }

  private void several(List<Long> numbers) throws InterruptedException {
    List<CompletableFuture<Replayed>> running = new ArrayList<>();
    if (left() > 0) {
      numbers.forEach(number -> running.add(replayer.replay(number, repair).toCompletableFuture()));
    }
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      if (running.isEmpty()) {
        add(number, "waiting", 0, 0, "not begun, the store is slow: ask again");
      } else {
        await(number, running.get(i));
      }
    }
  }

  private void await(long number, CompletableFuture<Replayed> running) throws InterruptedException {
    try {
      Replayed done = running.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
      String outcome = done.stored() > 0 ? "replayed" : "kept";
      add(number, outcome, done.stored(), done.refused(), done.detail());
    } catch (TimeoutException e) {
      add(
          number,
          "waiting",
          0,
          0,
          "the store has not taken it within "
              + PATIENCE.toSeconds()
              + " s; it goes on trying. Ask again later: the same reading is stored once");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      add(number, "kept", 0, 0, "not replayed: " + cause.getMessage());
    }
  }

  private long left() {
    return deadline - System.nanoTime();
  }

  private void add(long number, String outcome, int stored, int refused, String detail) {
    results.add(
        new JsonObject()
            .put("number", number)
            .put("outcome", outcome)
            .put("stored", stored)
            .put("refused", refused)
            .put("detail", detail));
  }
}
