package io.poyang.platform;

import io.poyang.telemetry.config.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server of a configuration, asked over the same HTTP as everybody else. */
final class RunningServer {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the server itself takes for anything. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final Path file;
  private final ServerConfig config;
  private final String address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private RunningServer(Path file, ServerConfig config, String address) {
    this.file = file;
    this.config = config;
    this.address = address;
  }

  /**
   * @throws PlatformException where the configuration does not say where its server listens
   */
  static RunningServer of(Path file) {
    ServerConfig config = ServerConfig.read(file);
    if (config.http().port() == 0) {
      throw new PlatformException(
          "http.port is 0 in "
              + file
              + ", so the server takes any free port and nobody else can know which: set one, and"
              + " start the server again",
          null);
    }
    return new RunningServer(file, config, address(config.http().host(), config.http().port()));
  }

  /** For a program on the same machine. */
  static String address(String host, int port) {
    String reached = EVERYWHERE.contains(host) ? "127.0.0.1" : host;
    return "http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + port;
  }

  JsonObject get(String pathAndQuery) {
    return answer(request(pathAndQuery).GET());
  }

  /** As the administrator: with the token that lies in the server's data folder. */
  JsonObject post(String path, JsonObject order) {
    Secret token = AdminToken.existing(config.data());
    return answer(
        request(path)
            .header("authorization", "Bearer " + token.reveal())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(order.encode())));
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(address + pathAndQuery))
        .timeout(PATIENCE)
        .header("accept", "application/json");
  }

  private JsonObject answer(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      JsonObject body = parsed(response.body());
      if (response.statusCode() == 200 && body != null) {
        return body;
      }
      throw refused(response.statusCode(), body);
    } catch (IOException e) {
      throw new PlatformException(
          "no server answers at "
              + address
              + " ("
              + e
              + "): start it with ./poyang serve --config "
              + file
              + ", or mend http.host and http.port there",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("was stopped while waiting for " + address, e);
    }
  }

  private static @Nullable JsonObject parsed(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      return null;
    }
  }

  private PlatformException refused(int status, @Nullable JsonObject problem) {
    String detail = problem == null ? null : problem.getString("detail");
    if (detail == null) {
      return new PlatformException(
          address
              + " answered "
              + status
              + " and not as a Poyang server does: look at http.host and http.port in "
              + file,
          null);
    }
    if (status == 401) {
      return new PlatformException(
          "the server at "
              + address
              + " does not take the token of "
              + config.data().toAbsolutePath()
              + ": it was started from another configuration than "
              + file,
          null);
    }
    return new PlatformException(detail, null);
  }
}
