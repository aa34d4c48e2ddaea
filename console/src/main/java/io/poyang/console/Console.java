package io.poyang.console;

import io.micrometer.core.instrument.Gauge;
import io.poyang.console.catalogue.CatalogueApi;
import io.poyang.console.http.Contract;
import io.poyang.console.http.Guard;
import io.poyang.console.http.Workers;
import io.poyang.console.live.LiveFeed;
import io.poyang.console.live.SiteBoard;
import io.poyang.console.pages.Pages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening console. */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final String PAGES_FOLDER = "web";
  private static final int EVENT_LOOPS = 2;
  private static final int WORKERS = 4;
  private static final int IDLE_SECONDS = 60;
  private static final int COMPRESSION_LEVEL = 4;
  private static final int LONGEST_REQUEST_LINE = 16 * 1024;
  private static final int CLOSE_SECONDS = 2;

  private final Vertx vertx;
  private final Workers workers;
  private final HttpServer server;

  private Console(Vertx vertx, Workers workers, HttpServer server) {
    this.vertx = vertx;
    this.workers = workers;
    this.server = server;
  }

  /**
   * Returns once it listens.
   *
   * @throws ConsoleException where it cannot, with the setting and the mend
   */
  public static Console open(ConsoleSettings settings, ConsoleParts parts) {
    return open(settings, parts, PAGES_FOLDER);
  }

  static Console open(ConsoleSettings settings, ConsoleParts parts, String pagesFolder) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(WORKERS));
    Workers workers = new Workers(settings.mostDownloads());
    try {
      HttpServer server =
          vertx
              .createHttpServer(options())
              .requestHandler(router(vertx, workers, settings, parts, pagesFolder));
      await(server.listen(settings.port(), settings.host()));
      LOG.info("console listens on http://{}:{}", settings.host(), server.actualPort());
      return new Console(vertx, workers, server);
    } catch (RuntimeException e) {
      workers.close();
      vertx.close();
      throw explained(settings, e);
    }
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setCompressionSupported(true)
        .setCompressionLevel(COMPRESSION_LEVEL)
        // A hundred sites fit.
        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
        .setIdleTimeout(IDLE_SECONDS)
        .setTcpNoDelay(true);
  }

  private static Router router(
      Vertx vertx,
      Workers workers,
      ConsoleSettings settings,
      ConsoleParts parts,
      String pagesFolder) {
    Contract contract = Contract.read();
    SiteBoard board = new SiteBoard(parts.live(), parts.edges(), parts.clock(), workers.executor());
    LiveFeed feed = new LiveFeed(parts.live(), board, parts.clock(), settings.mostLiveClients());
    feed.start(vertx);
    Gauge.builder("poyang.console.live.clients", feed, LiveFeed::clients)
        .description("live streams open now")
        .register(parts.metrics());
    CatalogueApi catalogue = new CatalogueApi(parts.catalogue(), board, workers);
    return new ConsoleRouter(
            contract, new Guard(parts.adminToken()), new Pages(pagesFolder, workers))
        .router(
            vertx,
            await(contract.load(vertx)),
            Operations.of(parts, contract, catalogue, feed, workers));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static ConsoleException explained(ConsoleSettings settings, RuntimeException failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String address = settings.host() + ":" + settings.port();
    if (cause instanceof BindException) {
      return new ConsoleException(
          "console cannot listen on "
              + address
              + ": the port is in use or not this machine's ("
              + cause.getMessage()
              + "); stop what holds port "
              + settings.port()
              + " or choose another one",
          cause);
    }
    if (cause instanceof UnknownHostException) {
      return new ConsoleException(
          "console cannot listen on " + address + ": host " + settings.host() + " is not known",
          cause);
    }
    return new ConsoleException("console cannot start on " + address + ": " + cause, cause);
  }

  public int actualPort() {
    return server.actualPort();
  }

  /**
   * Breaks what is open off; nothing is lost by that, since what was ordered is done by others.
   * Returns when it has stopped reading, so that a store may be closed next.
   */
  @Override
  public void close() {
    workers.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
      if (!workers.awaitIdle(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("console still reads from its store after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      LOG.warn("console did not close within {} s", CLOSE_SECONDS, e);
    }
  }
}
