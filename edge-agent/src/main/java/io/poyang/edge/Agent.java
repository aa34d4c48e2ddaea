package io.poyang.edge;

import io.poyang.edge.announce.Announcer;
import io.poyang.edge.deadband.Deadband;
import io.poyang.edge.forward.Forwarder;
import io.poyang.edge.health.HealthException;
import io.poyang.edge.health.HealthServer;
import io.poyang.edge.log.Backlog;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogDiskException;
import io.poyang.edge.log.LogException;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.uplink.MqttUplink;
import io.poyang.edge.uplink.Uplink;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running edge agent: sources -> deadband -> log -> forwarder -> uplink.
 *
 * <p>Started once, by {@link #start}; stopped within about two seconds by {@link #close}, which
 * commits what the sources have handed on.
 */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  /** What a source gets to stop in; what does not is left behind as a daemon. */
  private static final Duration SOURCE_STOP = Duration.ofMillis(1200);

  private final AgentConfig config;
  private final Log readings;
  private final Uplink uplink;
  private final Forwarder forwarder;
  private final List<Source> sources = new ArrayList<>();
  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private @Nullable HealthServer health;

  private Agent(AgentConfig config, Log readings, Uplink uplink) {
    this.config = config;
    this.readings = readings;
    this.uplink = uplink;
    this.forwarder = new Forwarder(readings, uplink, config.uplink().compress());
  }

  /**
   * Starts an agent; returns once its log is open. Sources and uplink connect on their own.
   *
   * @throws AgentException where it cannot start: its data folder is in use or unusable, or its
   *     health address is taken
   * @throws UnwritableDataException where it may be able to later: its disk is full or read-only
   */
  public static Agent start(AgentConfig config, InstantSource time) {
    return start(config, new MqttUplink(config.edge(), config.uplink(), time), time);
  }

  static Agent start(AgentConfig config, Uplink uplink, InstantSource time) {
    Log readings;
    try {
      readings = Log.open(config.data(), config.edge(), config.log(), time);
    } catch (LogDiskException e) {
      throw new UnwritableDataException("edge " + config.edge() + ": " + e.getMessage(), e);
    } catch (LogException e) {
      throw new AgentException("edge " + config.edge() + ": " + e.getMessage(), e);
    }
    Agent agent = new Agent(config, readings, uplink);
    agent.closers.push(readings);
    try {
      agent.wire(time);
      return agent;
    } catch (HealthException e) {
      agent.close();
      throw new AgentException("edge " + config.edge() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  private void wire(InstantSource time) {
    AgentMetrics metrics = new AgentMetrics(config.edge().value());
    closers.push(metrics::close);
    metrics.watch(readings);

    closers.push(uplink);
    metrics.watch(uplink);
    closers.push(forwarder);
    metrics.watch(forwarder);
    Announcer announcer =
        new Announcer(config.edge(), config.site(), configured(), uplink, new Report(), time);
    closers.push(announcer);

    for (SourceConfig source : config.sources()) {
      Source opened = source.open(time, metrics.registry());
      sources.add(opened);
      metrics.watch(opened);
    }
    config
        .health()
        .ifPresent(
            address -> {
              HealthServer server =
                  HealthServer.start(address, () -> state().notReady(), metrics::scrape);
              health = server;
              closers.push(server);
            });

    forwarder.start();
    announcer.start();
    uplink.start(new Both(forwarder, announcer));
    closers.push(this::stopSources);
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      Sink sink = into(announcer, metrics.gapsOf(source.name()));
      source.start(new Deadband(config.sources().get(i).signals(), sink));
    }
    log.info(
        "edge {} runs for site {} with {} sources",
        config.edge(),
        config.site().id(),
        sources.size());
  }

  private List<Signal> configured() {
    return config.sources().stream()
        .flatMap(source -> source.signals().stream())
        .map(SignalSetting::signal)
        .toList();
  }

  private Sink into(Announcer announcer, Consumer<Gap> gaps) {
    return new Sink() {
      @Override
      public CompletionStage<Void> accept(List<Reading> taken) {
        return readings.append(taken);
      }

      @Override
      public CompletionStage<Void> lost(Gap gap) {
        return readings.append(gap).thenRun(() -> gaps.accept(gap));
      }

      @Override
      public void discovered(List<SignalSetting> signals) {
        announcer.discovered(signals.stream().map(SignalSetting::signal).toList());
      }
    };
  }

  public AgentState state() {
    Map<String, SourceState> states = new LinkedHashMap<>();
    sources.forEach(source -> states.put(source.name(), source.state()));
    return new AgentState(
        uplink.state(),
        states,
        readings.backlog(),
        Optional.ofNullable(readings.failing()),
        forwarder.copiedLog());
  }

  /** The port on which health and metrics are answered, where they are. */
  public OptionalInt healthPort() {
    HealthServer server = health;
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** Sources stop side by side: a far side that hangs delays none of the others. */
  private void stopSources() throws InterruptedException {
    List<Thread> stopping = new ArrayList<>();
    for (Source source : sources) {
      stopping.add(Thread.ofPlatform().name("stop-" + source.name()).daemon().start(source::close));
    }
    long until = System.nanoTime() + SOURCE_STOP.toNanos();
    for (Thread thread : stopping) {
      if (!thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
        log.warn(
            "edge {}: {} does not stop in time and is left behind",
            config.edge(),
            thread.getName());
      }
    }
  }

  /** Stops everything in the opposite order of its start. */
  @Override
  public void close() {
    while (!closers.isEmpty()) {
      AutoCloseable next = closers.pop();
      try {
        next.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.error("edge {}: a part did not close", config.edge(), e);
      }
    }
  }

  private final class Report implements Announcer.Condition {
    @Override
    public Backlog backlog() {
      return readings.backlog();
    }

    @Override
    public List<SourceReport> sources() {
      return state().sources().entrySet().stream()
          .map(
              source ->
                  new SourceReport(
                      source.getKey(),
                      source.getValue() instanceof SourceState.Connected,
                      source.getValue().detail()))
          .toList();
    }
  }

  private record Both(Uplink.Listener first, Uplink.Listener second) implements Uplink.Listener {
    @Override
    public void connected(int window) {
      first.connected(window);
      second.connected(window);
    }

    @Override
    public void disconnected() {
      first.disconnected();
      second.disconnected();
    }
  }
}
