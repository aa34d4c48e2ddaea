package io.poyang.ingest.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    registry.paused(EDGE);
    registry.paused(EDGE);
    assertThat(registry.edges())
        .containsExactly(
            new EdgeStatus(
                EDGE,
                List.of(new SiteId("a"), new SiteId("b")),
                true,
                at,
                2,
                400,
                3,
                2,
                null,
                null));
    registry.disconnected(EDGE);
    assertThat(registry.edges().getFirst().connected()).isFalse();
  }

  @Test
  void aTroubleIsShownUntilItIsOver() {
    EdgeRegistry registry = new EdgeRegistry(List.of(ACCESS));
    registry.troubled(EDGE, "its log is a copy");
    assertThat(registry.edges().getFirst().trouble()).isEqualTo("its log is a copy");
    registry.mended(EDGE);
    assertThat(registry.edges().getFirst().trouble()).isNull();
  }

  /** A status that waited in a congested line looks like a clock that is behind. */
  @Test
  void oneDelayedMessageIsNoClockOffset() {
    EdgeRegistry registry = new EdgeRegistry(List.of(ACCESS));
    for (long millis : new long[] {40, -30_000, 50, 45}) {
      registry.reported(EDGE, new Report(Duration.ofMillis(millis), millis, 0, List.of()));
    }
    Report shown = Objects.requireNonNull(registry.edges().getFirst().report());
    assertThat(shown.clockOffset()).isEqualTo(Duration.ofMillis(45));
    assertThat(shown.backlogBatches()).isEqualTo(45);
  }

  @Test
  void aClockThatWasSetIsSeenAfterAFewMessages() {
    EdgeRegistry registry = new EdgeRegistry(List.of(ACCESS));
    for (long millis : new long[] {9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 10, 10, 10}) {
      registry.reported(EDGE, new Report(Duration.ofMillis(millis), 0, 0, List.of()));
    }
    assertThat(Objects.requireNonNull(registry.edges().getFirst().report()).clockOffset())
        .isEqualTo(Duration.ofMillis(10));
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
