package io.poyang.platform;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.poyang.console.Console;
import io.poyang.console.ConsoleParts;
import io.poyang.console.health.Check;
import io.poyang.console.live.LiveView;
import io.poyang.ingest.door.Door;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.poyang.ledger.LedgerDatabase;
import io.poyang.telemetry.store.ReadingStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A server's parts, wired: door, intake, shelves, live view, pages. */
public final class Server implements AutoCloseable {
  private final Closing parts;
  private final ReadingStore readings;
  private final Door door;
  private final Console console;
  private final String host;

  private Server(Closing parts, ReadingStore readings, Door door, Console console, String host) {
    this.parts = parts;
    this.readings = readings;
    this.door = door;
    this.console = console;
    this.host = host;
  }

  /**
   * Opens what the configuration names; the pages answer when it returns.
   *
   * @throws RuntimeException of the part that cannot be opened, naming the thing and the mend; what
   *     had been opened before is closed again
   */
  public static Server start(ServerConfig config, InstantSource clock) {
    Closing parts = new Closing();
    try {
      return open(config, clock, parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static Server open(ServerConfig config, InstantSource clock, Closing parts) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(metrics::close);
    process(parts, metrics);
    Path data = Folders.usable(config.data());
    new DiskSpaceMetrics(data.toFile()).bindTo(metrics);

    LedgerDatabase ledger = parts.add(LedgerDatabase.open(data.resolve("ledger")));
    ReadingStore readings = parts.add(config.store().open());
    LiveView live = parts.add(LiveView.open(readings, ledger.catalogue(), clock));
    EdgeRegistry edges = new EdgeRegistry(config.edges());
    Intake intake =
        parts.add(
            new Intake(
                readings,
                ledger.continuity(),
                ledger.quarantine(),
                ledger.catalogue(),
                List.of(live),
                edges,
                config.intake(),
                metrics,
                clock));
    Door door = parts.add(Door.open(vertx(parts), config.door(), edges, intake, metrics, clock));
    Console console =
        parts.add(
            Console.open(
                config.http(),
                new ConsoleParts(
                    readings,
                    ledger.catalogue(),
                    ledger.continuity(),
                    ledger.quarantine(),
                    intake.replayer(),
                    edges,
                    live,
                    metrics,
                    () -> List.of(storing(intake)),
                    clock,
                    AdminToken.of(data),
                    version())));
    return new Server(parts, readings, door, console, config.http().host());
  }

  private static Vertx vertx(Closing parts) {
    Vertx vertx = Vertx.vertx();
    parts.add(() -> vertx.close().await());
    return vertx;
  }

  /** What every process has: memory, threads, processors, files. */
  private static void process(Closing parts, PrometheusMeterRegistry metrics) {
    new UptimeMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    new FileDescriptorMetrics().bindTo(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    parts.add(new JvmGcMetrics()).bindTo(metrics);
  }

  private static Check storing(Intake intake) {
    Optional<String> obstacle = intake.obstacle();
    return new Check("store", obstacle.isEmpty(), obstacle.orElse("readings are being stored"));
  }

  private static String version() {
    String version = Server.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What the server stores, for whoever wants to look without the API. */
  public ReadingStore readings() {
    return readings;
  }

  public int doorPort() {
    return door.actualPort();
  }

  /** Where the pages are, for a browser on this machine. */
  public String address() {
    return RunningServer.address(host, console.actualPort());
  }

  @Override
  public void close() {
    parts.close();
  }
}
