package io.poyang.edge.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.source.SourceState.Connected;
import io.poyang.edge.source.SourceState.Connecting;
import io.poyang.edge.source.SourceState.Disconnected;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the sensors of one MQTT broker.
 *
 * <p>One thread of its own connects, waits for the end of the connection, and connects again; a
 * connection is a {@link Link} with a {@link Delivery} behind it, and both are used once.
 */
public final class MqttSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(MqttSource.class);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final String CLOSED = "closed";

  private final MqttConfig config;
  private final InstantSource clock;
  private final Routes routes;
  private final Refusals refusals;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile SourceState state;
  private @Nullable Thread loop;
  private @Nullable Link link;
  private @Nullable Delivery delivery;

  /**
   * @param meters where it counts what it could not read, by kind
   */
  public MqttSource(MqttConfig config, InstantSource clock, MeterRegistry meters) {
    this.config = config;
    this.clock = clock;
    routes = new Routes(config);
    refusals = new Refusals(config.name(), meters);
    state = new Disconnected(clock.instant(), "not started");
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public SourceState state() {
    return state;
  }

  @Override
  public synchronized void start(Sink sink) {
    if (loop != null || isClosed()) {
      throw new IllegalStateException("source " + name() + " is started once");
    }
    enter(new Connecting(clock.instant(), "connecting to " + config.server()));
    loop = Thread.ofPlatform().daemon().name("mqtt-" + name()).start(() -> run(sink));
  }

  private void run(Sink sink) {
    do {
      Instant began = clock.instant();
      String reason = serve(sink);
      enter(new Disconnected(clock.instant(), config.server() + ": " + reason));
      if (began.plus(STEADY).isBefore(clock.instant())) {
        backoff.reset();
      }
    } while (!closesWithin(backoff.next()));
  }

  /** Connects, reads until that ends, and says why it ended. */
  private String serve(Sink sink) {
    try (Link opened = link()) {
      Delivery handing = new Delivery(sink, routes, refusals, clock, opened::acknowledge);
      take(opened, handing);
      try {
        List<String> refused = opened.open(handing);
        enter(new Connected(clock.instant(), config.server() + mends(refused)));
        return handing.awaitEnd();
      } finally {
        handing.end("connection ended");
        if (handing.isFruitful()) {
          backoff.reset();
        }
      }
    } catch (LinkException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // The loop must outlive whatever Paho throws; the defect shows as the reason.
      log.debug("source {}", name(), e);
      return "the adapter or its library has a defect, please report it: " + e;
    }
  }

  private Link link() throws LinkException {
    return switch (config.version()) {
      case V5 -> new Mqtt5Link(config);
      case V3_1_1 -> new Mqtt311Link(config);
    };
  }

  private static String mends(List<String> refused) {
    return refused.isEmpty()
        ? ""
        : ", but the broker refuses us "
            + String.join(", ", refused)
            + ": allow our user to read there";
  }

  /** Makes the present connection known to {@link #close}, which may have come first. */
  private synchronized void take(Link opened, Delivery handing) {
    link = opened;
    delivery = handing;
    if (isClosed()) {
      handing.end(CLOSED);
      opened.cut();
    }
  }

  private boolean closesWithin(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  /** Says each change once: an outage of a day is one line. */
  private synchronized void enter(SourceState next) {
    SourceState before = state;
    boolean same =
        before.getClass().equals(next.getClass()) && before.detail().equals(next.detail());
    if (same || (isClosed() && !next.detail().equals(CLOSED))) {
      return;
    }
    state = next;
    switch (next) {
      case Connecting connecting -> log.info("source {}: {}", name(), connecting.detail());
      case Connected connected ->
          log.info("source {}: connected to {}", name(), connected.detail());
      case Disconnected lost -> log.info("source {}: disconnected, {}", name(), lost.detail());
    }
  }

  /** Within two seconds, whatever the broker does. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closing.countDown();
      running = loop;
      if (delivery != null) {
        delivery.end(CLOSED);
      }
      enter(new Disconnected(clock.instant(), CLOSED));
    }
    if (running != null && !ends(running)) {
      synchronized (this) {
        if (link != null) {
          link.cut();
        }
      }
      if (!ends(running)) {
        log.warn("source {}: its thread hangs in the network and is left behind", name());
      }
    }
  }

  private static boolean ends(Thread thread) {
    try {
      return thread.join(Duration.ofMillis(900));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
