package io.poyang.edge.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.source.SourceState.Connected;
import io.poyang.edge.source.SourceState.Connecting;
import io.poyang.edge.source.SourceState.Disconnected;
import io.poyang.edge.source.Untold;
import io.poyang.telemetry.Gap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
  private static final Duration KEEPS_EVERY = Duration.ofSeconds(30);
  private static final String CLOSED = "closed";

  private final MqttConfig config;
  private final InstantSource clock;
  private final Routes routes;
  private final Refusals refusals;
  private final Untold untold;
  private final SessionFile file;
  private final Session session;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile SourceState state;
  private @Nullable Thread loop;
  private @Nullable Link link;
  private @Nullable Delivery delivery;

  /**
   * @param data the folder where it keeps what it knows of its session
   * @param meters where it counts what it could not read, by kind
   */
  public MqttSource(MqttConfig config, Path data, InstantSource clock, MeterRegistry meters) {
    this.config = config;
    this.clock = clock;
    routes = new Routes(config);
    refusals = new Refusals(config.name(), meters);
    untold = new Untold(this::detail);
    file = new SessionFile(data, config.name());
    session =
        new Session(
            config.signals().stream().map(setting -> setting.signal().id()).toList(),
            file.read(),
            untold);
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
      long began = System.nanoTime();
      String reason = serve(sink);
      enter(new Disconnected(clock.instant(), config.server() + ": " + reason));
      if (System.nanoTime() - began > STEADY.toNanos()) {
        backoff.reset();
      }
    } while (!closesWithin(backoff.next()));
  }

  /** Connects, reads until that ends, and says why it ended. */
  private String serve(Sink sink) {
    try (Link opened = link()) {
      Delivery handing = new Delivery(sink, routes, refusals, session, clock, opened::acknowledge);
      take(opened, handing);
      try {
        List<String> refused = opened.open(handing);
        session.listens(clock.instant(), System.nanoTime());
        enter(new Connected(clock.instant(), config.server() + mends(refused)));
        handing.tell(untold, gap -> log.warn("source {}: told of {}", name(), gap));
        return listen(handing);
      } finally {
        handing.end("connection ended");
        session.ended(System.nanoTime());
        keep();
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

  private String listen(Delivery handing) {
    while (true) {
      keep();
      Optional<String> end = handing.awaitEnd(KEEPS_EVERY);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private void keep() {
    file.keep(session.toKeep(clock.instant(), System.nanoTime()));
  }

  private String detail(Gap.Cause cause) {
    return cause == Gap.Cause.NOT_KEPT
        ? "source " + name() + ": the log took nothing, and messages with QoS 0 do not come again"
        : "source " + name() + ": not connected, and the broker kept nothing meanwhile";
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
