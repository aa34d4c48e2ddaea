package io.poyang.edge.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics} over plain HTTP. */
public final class HealthServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("health").daemon().factory());

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to answer.
   *
   * @param notReady one line for each thing that is not ready
   * @param metrics the figures in Prometheus' text format
   * @throws HealthException where the address is taken or is not ours
   */
  public static HealthServer start(
      HealthConfig config, Supplier<List<String>> notReady, Supplier<String> metrics) {
    HttpServer http;
    try {
      http =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByName(config.host()), config.port()), 16);
    } catch (IOException e) {
      throw new HealthException(config, e);
    }
    HealthServer server = new HealthServer(http);
    server.answer("/health/live", () -> json(List.of()));
    server.answer("/health/ready", () -> json(notReady.get()));
    server.answer(
        "/metrics",
        () -> new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
    http.setExecutor(server.thread);
    http.start();
    return server;
  }

  private record Answer(int status, String type, String body) {}

  private static Answer json(List<String> missing) {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("status", missing.isEmpty() ? "ok" : "not ready");
    if (!missing.isEmpty()) {
      ArrayNode list = body.putArray("notReady");
      missing.forEach(list::add);
    }
    return new Answer(missing.isEmpty() ? OK : UNAVAILABLE, "application/json", body.toString());
  }

  private void answer(String path, Supplier<Answer> answers) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            write(
                exchange,
                exchange.getRequestMethod().equals("GET")
                    ? answers.get()
                    : new Answer(METHOD_NOT_ALLOWED, "text/plain", "only GET is answered\n"));
          }
        });
  }

  private static void write(HttpExchange exchange, Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    try {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("health: the asker went away", e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
