package io.poyang.edge.mqtt;

import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Untold;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what one connection delivers, and acknowledges what has become safe, in the order of
 * arrival as MQTT demands (MQTT 5, 4.6). Where the sink does not take a message, that message and
 * all behind it stay unacknowledged and the connection has to end: the broker then delivers them
 * again, in their order.
 */
final class Delivery implements Link.Listener {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /** What may wait for the log at once; then the broker waits. MQTT 3.1.1 has no limit itself. */
  private static final int MOST_WAITING = 1_000;

  private static final class Waiting {
    private final int id;
    private boolean safe;

    private Waiting(int id) {
      this.id = id;
    }
  }

  private final Sink sink;
  private final Routes routes;
  private final Refusals refusals;
  private final Session session;
  private final InstantSource clock;
  private final IntConsumer acknowledge;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private boolean ended;
  private boolean fruitful;

  /**
   * @param acknowledge tells the broker that the message with this id is safe
   */
  Delivery(
      Sink sink,
      Routes routes,
      Refusals refusals,
      Session session,
      InstantSource clock,
      IntConsumer acknowledge) {
    this.sink = sink;
    this.routes = routes;
    this.refusals = refusals;
    this.session = session;
    this.clock = clock;
    this.acknowledge = acknowledge;
  }

  @Override
  public void greeted(boolean sessionPresent) {
    session.greeted(sessionPresent);
  }

  /** Blocks while too much waits for the log. */
  @Override
  public void arrived(Message message) {
    if (!awaitRoom()) {
      return;
    }
    synchronized (this) {
      if (ended) {
        return;
      }
      @Nullable Waiting one = message.id() == 0 ? null : new Waiting(message.id());
      if (one != null) {
        waiting.add(one);
      }
      List<Reading> readings = readable(message);
      session.heard(readings, one != null, System.nanoTime());
      handOn(readings)
          .whenComplete(
              (unused, error) -> {
                if (error != null && one == null) {
                  session.dropped(readings);
                }
                settle(one, error);
              });
    }
  }

  private boolean awaitRoom() {
    try {
      while (!end.isDone()) {
        if (room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private List<Reading> readable(Message message) {
    try {
      return readings(message);
    } catch (RuntimeException e) {
      // Were it thrown on, Paho would end the connection and the broker deliver it for ever.
      log.debug("topic {}", message.topic(), e);
      refusals.add(Unreadable.UNEXPECTED, message.topic(), e.toString());
      return List.of();
    }
  }

  private CompletionStage<?> handOn(List<Reading> readings) {
    try {
      return readings.isEmpty() ? CompletableFuture.completedFuture(null) : sink.accept(readings);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<Reading> readings(Message message) {
    return switch (routes.of(message.topic())) {
      case Routes.Route.Nowhere nowhere -> {
        refusals.add(nowhere.kind(), message.topic(), nowhere.why());
        yield List.of();
      }
      case Routes.Route.To to -> {
        if (!to.found().isEmpty()) {
          sink.discovered(to.found());
        }
        List<Reading> readings = new ArrayList<>();
        for (Routes.Leg leg : to.legs()) {
          PayloadReader.Content content =
              PayloadReader.read(leg.mapping(), leg.signals(), message, clock.instant());
          content
              .refusals()
              .forEach(refusal -> refusals.add(refusal.kind(), message.topic(), refusal.what()));
          readings.addAll(content.readings());
        }
        yield readings;
      }
    };
  }

  private void settle(@Nullable Waiting one, @Nullable Throwable error) {
    room.release();
    if (error != null) {
      refuse(error);
      return;
    }
    synchronized (this) {
      fruitful = true;
      if (one != null) {
        one.safe = true;
      }
      for (Waiting head = waiting.peek(); head != null && head.safe; head = waiting.peek()) {
        waiting.remove();
        acknowledge.accept(head.id);
      }
    }
  }

  private void refuse(Throwable error) {
    end("the log did not take what was read (" + error.getMessage() + "): check its disk");
  }

  /** Tells what is lost; where the sink does not take that, the connection has to end as well. */
  synchronized void tell(Untold untold, Consumer<Gap> told) {
    if (!ended) {
      untold
          .tell(sink::lost, told)
          .whenComplete(
              (done, error) -> {
                if (error != null) {
                  refuse(error.getCause() == null ? error : error.getCause());
                }
              });
    }
  }

  @Override
  public void lost(String reason) {
    end(reason);
  }

  /** Once this has returned, the sink is not called any more. */
  void end(String reason) {
    synchronized (this) {
      ended = true;
    }
    end.complete(reason);
  }

  /** Blocks until the connection has to end, and says why; empty where it goes on after so long. */
  Optional<String> awaitEnd(Duration longest) {
    try {
      return Optional.of(end.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException | ExecutionException e) {
      return Optional.of("its thread was interrupted");
    }
  }

  /** Whether anything at all was taken. */
  synchronized boolean isFruitful() {
    return fruitful;
  }
}
