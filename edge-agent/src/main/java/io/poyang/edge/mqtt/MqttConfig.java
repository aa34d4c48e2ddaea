package io.poyang.edge.mqtt;

import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one source reads one broker.
 *
 * @param clientId names the session in the broker; two clients of one name push each other out
 * @param ca the certificates that a {@code mqtts} broker's own must come from; null for the JDK's
 * @param sessionExpiry how long the broker keeps what came while the agent was away (MQTT 5)
 */
public record MqttConfig(
    String name,
    Server server,
    Version version,
    String clientId,
    @Nullable String username,
    @Nullable Secret password,
    @Nullable Path ca,
    Duration sessionExpiry,
    List<Mapping> topics) {
  /** The protocol spoken; there is no falling back, because the two keep different sessions. */
  public enum Version {
    V5,
    V3_1_1
  }

  private static final Map<String, Version> VERSIONS =
      new TreeMap<>(Map.of("3.1.1", Version.V3_1_1, "5", Version.V5));
  private static final Duration DEFAULT_SESSION_EXPIRY = Duration.ofDays(7);

  /** Where the broker listens. */
  public record Server(String host, int port, boolean tls) {
    static final Server STAND_IN = new Server("missing", 1883, false);

    static Server parse(String text) {
      boolean tls = text.startsWith("mqtts://");
      if (!tls && !text.startsWith("mqtt://")) {
        throw new IllegalArgumentException("write mqtt://host:port or mqtts://host:port");
      }
      String rest = text.substring(text.indexOf("//") + 2);
      int colon = rest.endsWith("]") ? -1 : rest.lastIndexOf(':');
      String host = colon < 0 ? rest : rest.substring(0, colon);
      if (host.isEmpty() || host.contains("/") || host.contains("@")) {
        throw new IllegalArgumentException(
            "'" + host + "' is no host; user and password have keys of their own");
      }
      return new Server(host, colon < 0 ? (tls ? 8883 : 1883) : port(rest, colon), tls);
    }

    private static int port(String rest, int colon) {
      try {
        int port = Integer.parseInt(rest.substring(colon + 1));
        if (port >= 1 && port <= 65_535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Refused below.
      }
      throw new IllegalArgumentException("port must be 1..65535");
    }

    /** As Paho writes it. */
    String uri() {
      return (tls ? "ssl://" : "tcp://") + host + ":" + port;
    }

    @Override
    public String toString() {
      return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }
  }

  public static MqttConfig read(Section section, SiteId site) {
    String name = section.text("name");
    Server server = section.parsed("server", Server::parse, Server.STAND_IN);
    Version version = section.choice("version", VERSIONS, Version.V5);
    if (section.has("password") && !section.has("username")) {
      section.fail("password", "needs a username");
    }
    Path ca = null;
    if (section.has("ca") && server.tls()) {
      ca = section.file("ca");
    } else if (section.has("ca")) {
      section.fail("ca", "is for mqtts:// only, server was " + server);
    }
    if (version == Version.V3_1_1 && section.has("session-expiry")) {
      section.fail("session-expiry", "is MQTT 5's: with 3.1.1 the broker's own setting holds");
    }
    MqttConfig config =
        new MqttConfig(
            name,
            server,
            version,
            section.text("client-id", "poyang-" + site + "-" + name),
            section.optional("username").orElse(null),
            section.has("password") ? section.secret("password") : null,
            ca,
            section.duration("session-expiry", DEFAULT_SESSION_EXPIRY),
            List.copyOf(section.list("topics", item -> Mapping.read(item, site))));
    if (!section.has("topics")) {
      section.fail("topics", "is missing: say what to read");
    }
    config.refuseDoubles(section);
    return config;
  }

  private void refuseDoubles(Section section) {
    Set<SignalId> seen = new HashSet<>();
    for (SignalSetting setting : signals()) {
      SignalId id = setting.signal().id();
      if (!seen.add(id)) {
        section.fail("topics", "name the point " + id.point() + " twice");
      }
    }
  }

  /** What to ask the broker for, and with which quality of service. */
  Map<String, Integer> subscriptions() {
    Map<String, Integer> filters = new TreeMap<>();
    topics.forEach(mapping -> filters.merge(mapping.topic().filter(), mapping.qos(), Math::max));
    return filters;
  }

  /** The signals that are known without a message; devices found later are told to the sink. */
  public List<SignalSetting> signals() {
    return topics.stream().flatMap(mapping -> mapping.knownSignals().stream()).toList();
  }
}
