package io.poyang.edge.uplink;

import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where ingest is and how much is sent at a time.
 *
 * @param server {@code mqtt://host:port} or {@code mqtts://host:port}
 * @param password the edge's own; its id is the user name
 * @param batchSize the most readings in one batch
 * @param inFlight the most batches that may be unacknowledged
 * @param compress whether the live lane is compressed too; the backfill lane always is
 * @param ca certificates in PEM that the server's one must chain to; the JVM's own where empty
 */
public record UplinkConfig(
    URI server, Secret password, int batchSize, int inFlight, boolean compress, Optional<Path> ca) {
  private static final URI STAND_IN = URI.create("mqtt://127.0.0.1:1883");

  public static UplinkConfig read(Section section) {
    URI server = section.parsed("server", UplinkConfig::server, STAND_IN);
    Optional<Path> ca = Optional.empty();
    if (section.has("ca") && server.getScheme().equals("mqtts")) {
      ca = Optional.of(section.file("ca"));
    } else if (section.has("ca")) {
      section.fail("ca", "needs an mqtts:// server, was " + server);
    }
    return new UplinkConfig(
        server,
        section.secret("password"),
        section.number("batch-size", 1000, 1, 10_000),
        section.number("in-flight", 64, 1, 10_000),
        section.flag("compress", false),
        ca);
  }

  static URI server(String text) {
    URI server = URI.create(text);
    boolean known = "mqtt".equals(server.getScheme()) || "mqtts".equals(server.getScheme());
    if (!known || server.getHost() == null || !server.getPath().isEmpty()) {
      throw new IllegalArgumentException("must be mqtt://host:port or mqtts://host:port");
    }
    return server;
  }

  boolean encrypted() {
    return server.getScheme().equals("mqtts");
  }

  /** The port, or the one that MQTT has by default. */
  int port() {
    return server.getPort() >= 0 ? server.getPort() : encrypted() ? 8883 : 1883;
  }
}
