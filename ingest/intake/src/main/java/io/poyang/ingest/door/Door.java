package io.poyang.ingest.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 5 and 3.1.1 endpoint at which edges and devices deliver. There is no broker behind it:
 * an acknowledgement is the receipt that the message is safe on disk.
 */
public final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final long PATIENCE_SECONDS = 10;

  /** To Vert.x, 0 gives each event loop a port of its own; -1 is one free port for all of them. */
  private static final int ONE_FREE_PORT = -1;

  private final Vertx vertx;
  private final ConcurrentMap<String, Connection> connections;
  private final String deployment;
  private final int actualPort;

  private Door(
      Vertx vertx, ConcurrentMap<String, Connection> connections, String deployment, int port) {
    this.vertx = vertx;
    this.connections = connections;
    this.deployment = deployment;
    this.actualPort = port;
  }

  /**
   * Opens the door; returns when it listens. Not to be called on an event loop.
   *
   * @throws DoorException where it cannot listen
   */
  public static Door open(
      Vertx vertx,
      DoorSettings settings,
      EdgeRegistry edges,
      Intake intake,
      MeterRegistry meters,
      InstantSource clock) {
    requireReadable(settings);
    ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    Allowance allowance = new Allowance(settings.unacknowledgedTotal().bytes());
    Reach reach =
        new Reach(
            settings,
            edges,
            intake,
            allowance,
            new ConcurrentHashMap<>(),
            new DoorMeters(meters, connections::size, allowance::used),
            new Occasional(),
            clock);
    List<Entrance> entrances = new CopyOnWriteArrayList<>();
    int port = settings.port() == 0 ? ONE_FREE_PORT : settings.port();
    Future<String> deployed =
        vertx.deployVerticle(
            () -> {
              Entrance entrance = new Entrance(reach, port, connections);
              entrances.add(entrance);
              return entrance;
            },
            new DeploymentOptions().setInstances(settings.loops()));
    String deployment = await(deployed, settings);
    int actualPort = entrances.getFirst().actualPort();
    LOG.info(
        "door listens on {}://{}:{}",
        settings.tls().isPresent() ? "mqtts" : "mqtt",
        settings.host(),
        actualPort);
    return new Door(vertx, connections, deployment, actualPort);
  }

  private static void requireReadable(DoorSettings settings) {
    settings
        .tls()
        .ifPresent(
            tls -> {
              for (Path file : List.of(tls.certificate(), tls.key())) {
                if (!Files.isReadable(file)) {
                  throw new DoorException(
                      "door " + place(settings) + ": cannot read " + file + "; correct door.tls",
                      new NoSuchFileException(file.toString()));
                }
              }
            });
  }

  private static String await(Future<String> deployed, DoorSettings settings) {
    try {
      return deployed
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String mend =
          cause instanceof BindException
              ? "another program holds the port: stop that one or set another door.port"
              : "correct door.host, door.port or door.tls";
      throw new DoorException(
          "door " + place(settings) + " cannot open: " + cause.getMessage() + "; " + mend, cause);
    } catch (TimeoutException e) {
      throw new DoorException("door " + place(settings) + " did not open in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoorException("door " + place(settings) + ": interrupted while opening", e);
    }
  }

  private static String place(DoorSettings settings) {
    return settings.host() + ":" + settings.port();
  }

  /** The port it listens on. */
  public int actualPort() {
    return actualPort;
  }

  /** Says goodbye to every client and stops listening. Not to be called on an event loop. */
  @Override
  public void close() {
    connections.values().forEach(Connection::shutDown);
    try {
      vertx
          .undeploy(deployment)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new DoorException("door on port " + actualPort + " did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
