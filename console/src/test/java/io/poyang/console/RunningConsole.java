package io.poyang.console;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.poyang.console.health.Check;
import io.poyang.console.live.LiveView;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.quarantine.Replayer;
import io.poyang.telemetry.quarantine.Replayer.Replayed;
import io.poyang.telemetry.store.MemoryReadingStore;
import io.poyang.telemetry.store.ReadingStore;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A real console on a free port with parts in memory, at a fixed time. */
public final class RunningConsole implements AutoCloseable {
  public static final String TOKEN = "a-token-of-this-test";
  public static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  public final MemoryCatalogue catalogue = new MemoryCatalogue();
  public final MemoryContinuity continuity = new MemoryContinuity();
  public final MemoryQuarantine quarantine = new MemoryQuarantine();
  public final LiveView live;

  /** Admits everything at once, as an intake does once a cause is mended. */
  public volatile Replayer replayer =
      (number, repair) -> CompletableFuture.completedFuture(new Replayed(1, 0, "stored"));

  public final Console console;
  final ConsoleParts parts;
  public volatile List<Check> checks = List.of(new Check("store", true, "answers"));
  private final ReadingStore store;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningConsole(ReadingStore store, int liveClients, int downloads, String pages) {
    this.store = store;
    catalogue.announce(Plant.announcement(), NOW);
    live = LiveView.open(store, catalogue, InstantSource.fixed(NOW));
    parts =
        new ConsoleParts(
            store,
            catalogue,
            continuity,
            quarantine,
            (number, repair) -> replayer.replay(number, repair),
            () -> List.of(edge()),
            live,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> checks,
            InstantSource.fixed(NOW),
            new Secret(TOKEN),
            "0.1.0-test");
    console =
        Console.open(
            new ConsoleSettings(ConsoleSettings.LOOPBACK, 0, liveClients, downloads), parts, pages);
  }

  public static RunningConsole open() {
    return open(new MemoryReadingStore());
  }

  public static RunningConsole open(ReadingStore store) {
    return new RunningConsole(store, 3, 2, "web-sample");
  }

  public static RunningConsole withPages(String folder) {
    return new RunningConsole(new MemoryReadingStore(), 3, 2, folder);
  }

  private static EdgeStatus edge() {
    return new EdgeStatus(
        Plant.EDGE,
        List.of(Plant.SITE),
        true,
        NOW,
        12,
        2_400,
        3,
        1,
        "its log is a copy: ./poyang log renew",
        new Report(
            Duration.ofMillis(-40), 2, 400, List.of(new SourceReport("plc", true, "connected"))));
  }

  /** As the intake does: the store first, then the listener. */
  public void commit(Reading... readings) {
    List<Batch> batches = List.of(Plant.batch(readings));
    store.append(batches);
    live.committed(batches);
  }

  public URI uri(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + console.actualPort() + pathAndQuery);
  }

  public HttpResponse<String> get(String pathAndQuery, String... headers) {
    return send("GET", pathAndQuery, headers);
  }

  public JsonObject json(String pathAndQuery) {
    HttpResponse<String> response = get(pathAndQuery);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return new JsonObject(response.body());
  }

  public HttpResponse<String> send(String method, String pathAndQuery, String... headers) {
    return send(method, pathAndQuery, BodyHandlers.ofString(), headers);
  }

  /** As an administrator, unless the headers say otherwise. */
  public HttpResponse<String> post(String path, String body, String... headers) {
    String[] own =
        headers.length > 0
            ? headers
            : new String[] {"authorization", "Bearer " + TOKEN, "content-type", "application/json"};
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)),
        BodyHandlers.ofString(),
        own);
  }

  public <T> HttpResponse<T> send(
      String method, String pathAndQuery, BodyHandler<T> body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(pathAndQuery))
            .method(method, HttpRequest.BodyPublishers.noBody()),
        body,
        headers);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, BodyHandler<T> body, String... headers) {
    request.timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    console.close();
    live.close();
    client.shutdownNow();
  }
}
