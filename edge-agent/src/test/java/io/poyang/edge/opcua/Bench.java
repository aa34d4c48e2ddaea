package io.poyang.edge.opcua;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server, an agent's folder that trusts it, and sources between them at a quick pace. */
record Bench(Path pki, TestOpcUaServer server, SimpleMeterRegistry meters) {
  static final SiteId SITE = new SiteId("north-works");
  static final Pace QUICK =
      new Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          Duration.ofMillis(300));

  Bench(Path pki, TestOpcUaServer server) {
    this(pki, server, new SimpleMeterRegistry());
    new TrustStore(pki).trust(server.certificate());
  }

  OpcUaSource source(SiteId site, String... points) {
    return source(site, signals(points));
  }

  static String signals(String... points) {
    return Stream.of(points)
        .map(
            point ->
                "  - {point: %s, unit: Cel, node: '%s'}"
                    .formatted(point, TestOpcUaServer.address(point)))
        .collect(Collectors.joining("\n", "signals:\n", "\n"));
  }

  OpcUaSource source(SiteId site, String yaml) {
    return source(server.endpoint(), site, yaml);
  }

  OpcUaSource source(String endpoint, SiteId site, String yaml) {
    return new OpcUaSource(
        config(endpoint, site, yaml), pki, InstantSource.system(), meters, QUICK);
  }

  /** What the yaml does not say of user, intervals and endpoint is filled in. */
  static OpcUaConfig config(String endpoint, SiteId site, String yaml) {
    String whole = "name: scada\nendpoint: " + endpoint + "\n" + yaml;
    if (!yaml.contains("username:")) {
      whole +=
          "username: %s\npassword: %s\n".formatted(TestOpcUaServer.USER, TestOpcUaServer.PASSWORD);
    }
    if (!yaml.contains("publishing-interval:")) {
      whole += "publishing-interval: 50ms\nsampling-interval: 10ms\n";
    }
    if (!yaml.contains("queue-size:")) {
      whole += "queue-size: 50\n";
    }
    return Config.parse(
        Path.of("edge.yaml"), whole, Map.<String, String>of()::get, s -> OpcUaConfig.read(s, site));
  }

  double count(String name) {
    return meters.get("poyang.edge.opcua." + name).counter().count();
  }
}
