package io.poyang.telemetry.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.SignalId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepairTest {
  private static SignalId signal(String name) {
    return SignalId.parse(name);
  }

  @Test
  void aSignalsOwnNameGoesBeforeThatOfItsSite() {
    Repair repair =
        new Repair(Duration.ZERO, Map.of("north", "north-works", "north/ph", "south/ph-2"));
    assertThat(repair.renamed(signal("north/cod"))).isEqualTo(signal("north-works/cod"));
    assertThat(repair.renamed(signal("north/ph"))).isEqualTo(signal("south/ph-2"));
    assertThat(repair.renamed(signal("west/ph"))).isEqualTo(signal("west/ph"));
  }

  @Test
  void aNameThatCannotBeOneIsNamed() {
    assertThatThrownBy(() -> new Repair(Duration.ZERO, Map.of("north", "south/ph")))
        .hasMessageContaining("rename of 'north' to 'south/ph': both must be a site");
    assertThatThrownBy(() -> new Repair(Duration.ZERO, Map.of("north/ph", "south/P H")))
        .hasMessageContaining("signal point 'P H'");
    assertThatThrownBy(() -> new Repair(Duration.ZERO, Map.of("North", "south")))
        .hasMessageContaining("North");
  }
}
