package io.poyang.edge.opcua;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceState;
import io.poyang.telemetry.Gap;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the signals of one OPC UA server.
 *
 * <p>One loop owns everything that changes; Milo's threads only leave messages for it. A connection
 * that breaks for good is thrown away and made anew, nodes and all, with a growing pause between
 * tries; what was missed meanwhile is read back from the server's history where it keeps one.
 */
public final class OpcUaSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(OpcUaSource.class);

  private static final int MISSED_KEEP_ALIVES = 3;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  private final OpcUaConfig config;
  private final Path pki;
  private final InstantSource clock;
  private final Pace pace;
  private final Losses losses;
  private final Loop loop;
  private final Watches watches;
  private final Arrivals arrivals;
  private final HandOver handOver;
  private final Recovery recovery;
  private final Tidings tidings;
  private final Places places;

  private final Standing standing;
  private final Trusting trusting;

  private volatile boolean closed;
  private @Nullable OpcUaLink link;
  private Duration retry;

  private long missingNanos = System.nanoTime();

  /**
   * @param pki folder of the agent's certificate and of those it trusts, shared by its sources
   */
  public OpcUaSource(OpcUaConfig config, Path pki, InstantSource clock, MeterRegistry meters) {
    this(config, pki, clock, meters, Pace.NORMAL);
  }

  OpcUaSource(OpcUaConfig config, Path pki, InstantSource clock, MeterRegistry meters, Pace pace) {
    this.config = config;
    this.pki = pki;
    this.clock = clock;
    this.pace = pace;
    this.losses = new Losses(config.name(), meters);
    this.retry = pace.firstRetry();
    this.standing =
        new Standing(
            config.name(),
            new SourceState.Disconnected(clock.instant(), config.endpoint() + ": not started"));
    this.trusting = new Trusting(config, pki);
    this.loop = new Loop(config.name(), failure -> drop("unforeseen failure: " + failure));
    this.watches = new Watches(config.name());
    this.arrivals = new Arrivals(loop, this::take);
    this.handOver = new HandOver(watches, losses, loop);
    this.recovery = new Recovery(config.name(), losses, handOver, clock, pace.request());
    this.tidings = new Tidings(watches, losses, handOver);
    this.places = new Places(pki.toAbsolutePath().resolveSibling("."), config.name());
    watches.add(config.signals());
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public SourceState state() {
    return standing.state();
  }

  @Override
  public void start(Sink sink) {
    handOver.open(sink);
    config.cautions().forEach(caution -> log.warn("{}: {}", name(), caution));
    loop.execute(this::resume);
    standing.become(
        new SourceState.Connecting(clock.instant(), config.endpoint() + ": connecting"));
    loop.execute(this::connect);
    loop.every(pace.tick(), this::tick);
  }

  private void resume() {
    watches.resume(places.read(config.site()));
  }

  // ---- the connection

  private void connect() {
    if (closed || link != null) {
      return;
    }
    try {
      open();
      retry = pace.firstRetry();
    } catch (LinkException | IOException | GeneralSecurityException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("{}: connecting failed in an unforeseen way", name(), e);
      failed(e.toString());
    }
  }

  private void open()
      throws LinkException, IOException, GeneralSecurityException, InterruptedException {
    ClientIdentity identity = ClientIdentity.in(pki);
    ServerTrust deciding = trusting.anew();
    Hearing hearing = new Hearing();
    OpcUaLink opened = OpcUaLink.open(config, identity, deciding, pace, hearing);
    link = opened;
    hearing.of = opened;
    discover(opened);
    // Before a first value can come, which says whether anything is missing.
    watches.lose(Gap.Cause.SOURCE_DOWN);
    opened.monitor(watches.all());
    watches.sayAbsent();
    losses.connected();
    connectedNow();
    recovery.fill(opened, watches.all());
  }

  private void discover(OpcUaLink opened) throws LinkException, InterruptedException {
    OpcUaConfig.Browse browse = config.browse();
    if (browse == null) {
      return;
    }
    List<SignalSetting> fresh =
        watches.add(new NodeBrowser(opened, config.site()).signals(browse, config.signals()));
    if (!fresh.isEmpty()) {
      log.info("{}: found {} signals below {}", name(), fresh.size(), browse.root());
    }
    handOver.discovered(fresh);
  }

  private void connectedNow() {
    int absent = watches.absent().size();
    standing.become(
        new SourceState.Connected(
            clock.instant(),
            "%s: %d signals, %s%s"
                .formatted(
                    config.endpoint(),
                    watches.all().size() - absent,
                    config.security().word(),
                    absent == 0 ? "" : ", " + absent + " not on the server")));
  }

  private void failed(String why) {
    hangUp();
    standing.become(new SourceState.Disconnected(clock.instant(), config.endpoint() + ": " + why));
    loop.later(this::connect, retry);
    retry = pace.after(retry);
  }

  private void drop(String why) {
    if (link != null) {
      failed(why);
    }
  }

  private void hangUp() {
    OpcUaLink old = link;
    link = null;
    if (old != null) {
      old.close();
    }
    trusting.retire();
    watches.detach();
  }

  /** Milo's threads come in here and leave at once. */
  private final class Hearing implements OpcUaLink.Events {
    volatile @Nullable OpcUaLink of;

    @Override
    public void received(List<OpcUaMonitoredItem> items, List<DataValue> values) {
      arrivals.arrived(items, values);
    }

    @Override
    public void missed() {
      mine(() -> watches.lose(Gap.Cause.SOURCE_OVERFLOW));
    }

    @Override
    public void paused() {
      mine(
          () ->
              standing.become(
                  new SourceState.Disconnected(
                      clock.instant(), config.endpoint() + ": connection lost")));
    }

    @Override
    public void resumed() {
      mine(OpcUaSource.this::connectedNow);
    }

    @Override
    public void broken(String why) {
      mine(() -> drop(why));
    }

    /** An old connection's last words must not end a new one. */
    private void mine(Runnable task) {
      loop.execute(
          () -> {
            if (link != null && link == of) {
              task.run();
            }
          });
    }
  }

  // ---- readings

  private void take(List<OpcUaMonitoredItem> items, List<DataValue> values) {
    List<Watch> of = items.stream().map(OpcUaLink::watch).toList();
    handOver.reported(of, values);
    for (int i = 0; i < items.size(); i++) {
      if (Statuses.isGone(values.get(i).statusCode()) && items.get(i).equals(of.get(i).item)) {
        forget(of.get(i));
      }
    }
  }

  private void forget(Watch watch) {
    if (link != null) {
      link.forget(watch);
      watches.sayAbsent();
    }
  }

  // ---- once a tick

  private void tick() {
    tidings.tell();
    OpcUaLink now = link;
    if (closed || now == null) {
      return;
    }
    Duration patience = now.keepAlive().multipliedBy(MISSED_KEEP_ALIVES);
    if (now.silence().compareTo(patience) > 0) {
      drop("server has said nothing for " + now.silence().toSeconds() + " s; connecting anew");
      return;
    }
    if (!standing.isConnected()) {
      return;
    }
    try {
      readSilent(now);
      if (System.nanoTime() - missingNanos >= pace.missing().toNanos()) {
        missingNanos = System.nanoTime();
        lookAgain(now);
        places.keep(watches.all());
      }
    } catch (LinkException e) {
      drop(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAgain(OpcUaLink now) throws LinkException, InterruptedException {
    if (!trusting.stillHolds()) {
      drop("the server's certificate is not trusted any more");
      return;
    }
    List<Watch> absent = watches.absent();
    if (!absent.isEmpty()) {
      now.refreshNamespaces();
      now.monitor(absent);
      watches.sayAbsent();
      connectedNow();
    }
    arrivals.settle();
    recovery.fill(now, watches.all());
  }

  /** "Unchanged" must differ from "dead": who was silent for long is asked. */
  private void readSilent(OpcUaLink now) throws LinkException, InterruptedException {
    List<Watch> silent = watches.silent(now.mostNodesARead());
    if (!silent.isEmpty()) {
      now.present(silent)
          .thenAccept(values -> loop.execute(() -> answered(now, silent, values)))
          .exceptionally(failure -> null);
    }
  }

  private void answered(OpcUaLink by, List<Watch> silent, List<DataValue> values) {
    if (link != by || values.size() != silent.size()) {
      return;
    }
    handOver.answered(silent, values);
    for (int i = 0; i < silent.size(); i++) {
      if (Statuses.isGone(values.get(i).statusCode())) {
        forget(silent.get(i));
      }
    }
  }

  @Override
  public void close() {
    if (!handOver.close()) {
      return;
    }
    closed = true;
    try {
      boolean ended = loop.end(LONGEST_CLOSE);
      OpcUaLink last = link;
      if (ended) {
        places.keep(watches.all());
      }
      if (ended && last != null) {
        last.close().get(LONGEST_CLOSE.toMillis() / 2, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{}: left a server that does not answer", name());
    }
    trusting.close();
    standing.become(new SourceState.Disconnected(clock.instant(), config.endpoint() + ": closed"));
  }
}
