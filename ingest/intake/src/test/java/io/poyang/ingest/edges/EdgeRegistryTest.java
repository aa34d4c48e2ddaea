package io.poyang.ingest.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.edges.EdgeStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeRegistryTest {
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final EdgeAccess ACCESS =
      new EdgeAccess(EDGE, Set.of(new SiteId("b"), new SiteId("a")), new Secret("open"));

  @Test
  void onlyItsOwnPasswordOpensAnEdge() {
    EdgeRegistry registry = new EdgeRegistry(List.of(ACCESS));
    assertThat(registry.authenticate("north-edge", "open")).contains(ACCESS);
    assertThat(registry.authenticate("north-edge", "ope")).isEmpty();
    assertThat(registry.authenticate("north-edge", "")).isEmpty();
    assertThat(registry.authenticate("nobody", "no-such-edge-no-such-password")).isEmpty();
  }

  @Test
  void anEdgeIsConnectedWhileAnyOfItsClientsIs() {
    EdgeRegistry registry = new EdgeRegistry(List.of(ACCESS));
    Instant at = Instant.parse("2026-03-01T08:00:00Z");
    registry.connected(EDGE, at);
    registry.connected(EDGE, at);
    registry.disconnected(EDGE);
    registry.accepted(EDGE, 2, 400);
    registry.refused(EDGE, 3);
    assertThat(registry.edges())
        .containsExactly(
            new EdgeStatus(
                EDGE, List.of(new SiteId("a"), new SiteId("b")), true, at, 2, 400, 3, null));
    registry.disconnected(EDGE);
    assertThat(registry.edges().getFirst().connected()).isFalse();
  }

  @Test
  void anEdgeIsConfiguredOnce() {
    assertThatThrownBy(() -> new EdgeRegistry(List.of(ACCESS, ACCESS)))
        .hasMessageContaining("edge north-edge is configured twice");
  }

  @Test
  void everyFailureOfTheListIsNamed() {
    String yaml = "edges:\n  - edge: North\n    sites: [a, B]\n  - edge: south\n    password: x\n";
    assertThatThrownBy(
            () ->
                Config.parse(
                    Path.of("server.yaml"),
                    yaml,
                    name -> null,
                    root -> root.list("edges", EdgeAccess::read)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("edges[0].edge")
        .hasMessageContaining("edges[0].sites")
        .hasMessageContaining("edges[0].password")
        .hasMessageContaining("edge south serves no site");
  }
}
