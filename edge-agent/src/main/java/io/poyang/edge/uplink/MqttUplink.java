package io.poyang.edge.uplink;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uplink over MQTT 5: one connection at a time, made and made again by one thread. A PUBACK is
 * the receipt.
 */
public final class MqttUplink implements Uplink {
  private static final Logger log = LoggerFactory.getLogger(MqttUplink.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** A connection that lasted so long was a good one: the next attempt need not wait long. */
  private static final Duration LASTING = Duration.ofSeconds(10);

  private final EdgeId edge;
  private final UplinkConfig config;
  private final InstantSource time;
  private final String live;
  private final String backfill;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile UplinkState state;
  private volatile @Nullable MqttConnection attempt;
  private volatile @Nullable MqttConnection connection;
  private @Nullable Thread thread;

  public MqttUplink(EdgeId edge, UplinkConfig config, InstantSource time) {
    this.edge = edge;
    this.config = config;
    this.time = time;
    this.live = Topics.live(edge);
    this.backfill = Topics.backfill(edge);
    this.state = new UplinkState.Disconnected(time.instant(), "not started");
  }

  @Override
  public void start(Listener listener) {
    Thread started = Thread.ofPlatform().name("uplink").daemon().unstarted(() -> run(listener));
    thread = started;
    started.start();
  }

  private void run(Listener listener) {
    Duration pause = FIRST_PAUSE;
    String complaint = "";
    try {
      while (closed.getCount() > 0) {
        MqttConnection next = new MqttConnection(edge, config);
        attempt = next;
        if (closed.getCount() == 0) {
          return;
        }
        try {
          int window = next.open();
          state = new UplinkState.Connected(time.instant(), "to " + config.server());
          log.info("uplink of edge {} is connected to {}", edge, config.server());
          complaint = "";
          long begun = System.nanoTime();
          connection = next;
          listener.connected(window);
          String why = next.awaitLoss();
          connection = null;
          next.failOpen();
          listener.disconnected();
          if (closed.getCount() > 0) {
            say(why, "");
          }
          if (System.nanoTime() - begun > LASTING.toNanos()) {
            pause = FIRST_PAUSE;
          }
        } catch (UplinkLostException e) {
          if (closed.getCount() > 0) {
            String reason = String.valueOf(e.getMessage());
            say(reason, complaint);
            complaint = reason;
          }
        } catch (RuntimeException | Error e) {
          // Whatever it was, the thread lives on: nobody else would connect again.
          log.error("uplink of edge {}: a connection ended in an unforeseen way", edge, e);
          state = new UplinkState.Disconnected(time.instant(), String.valueOf(e.getMessage()));
          connection = null;
          next.failOpen();
          listener.disconnected();
        } finally {
          next.close();
        }
        long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1);
        if (closed.await(pause.toMillis() + jitter, TimeUnit.MILLISECONDS)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      log.warn("uplink of edge {} was interrupted and stops", edge);
    }
  }

  /** States a loss, and logs it unless it is the same complaint as before. */
  private void say(String why, String complaint) {
    Instant since = state instanceof UplinkState.Disconnected d ? d.since() : time.instant();
    state = new UplinkState.Disconnected(since, why);
    if (!why.equals(complaint)) {
      log.warn("uplink of edge {} is down: {}; trying on, readings stay in the log", edge, why);
    }
  }

  @Override
  public CompletionStage<Void> send(Lane lane, byte[] payload) {
    return publish(lane == Lane.LIVE ? live : backfill, payload);
  }

  @Override
  public CompletionStage<Void> announce(byte[] announcement) {
    return publish(Topics.catalogue(edge), announcement);
  }

  private CompletionStage<Void> publish(String topic, byte[] payload) {
    MqttConnection open = connection;
    return open == null
        ? CompletableFuture.failedStage(new UplinkLostException("uplink is not connected"))
        : open.publish(topic, payload);
  }

  @Override
  public void report(byte[] status) {
    MqttConnection open = connection;
    if (open != null) {
      open.publishOnce(Topics.status(edge), status);
    }
  }

  @Override
  public UplinkState state() {
    return state;
  }

  @Override
  public void close() {
    closed.countDown();
    MqttConnection last = attempt;
    if (last != null) {
      last.leave();
    }
    Thread running = thread;
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    state = new UplinkState.Disconnected(time.instant(), "closed");
  }
}
