package io.poyang.plants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvinceTest {
  @TempDir static Path folder;
  private static List<Plant> plants;

  @BeforeAll
  static void make() {
    plants = Plants.province(1, folder, InstantSource.system());
  }

  @AfterAll
  static void close() {
    Plants.close(plants);
  }

  @Test
  void provinceHasEveryKindOfSiteAndMoreThan150Signals() {
    assertThat(plants)
        .extracting(plant -> plant.site().kind())
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(SiteKind.OTHER)));
    List<PlantSignal> signals = plants.stream().flatMap(plant -> plant.signals().stream()).toList();
    assertThat(signals).hasSizeGreaterThanOrEqualTo(150);
    assertThat(signals).extracting(signal -> signal.signal().id()).doesNotHaveDuplicates();
    assertThat(signals)
        .filteredOn(signal -> signal.signal().hj212() != null)
        .hasSizeGreaterThan(40);
  }

  @Test
  void agentReadsEverySignalOfItsPlant() throws Exception {
    for (Plant plant : plants) {
      AgentPlace place =
          new AgentPlace(
              new EdgeId("agent"), "data", "mqtt://127.0.0.1:1883", "secret", OptionalInt.of(9464));
      JsonNode yaml = new YAMLMapper().readTree(plant.agentYaml(place));
      assertThat(yaml.at("/site/kind").textValue()).isEqualTo(plant.site().kind().label());
      assertThat(yaml.at("/health/port").intValue()).isEqualTo(9464);
      Set<String> points = new HashSet<>();
      for (JsonNode source : yaml.get("sources")) {
        source.at("/opcua/signals").forEach(signal -> points.add(signal.get("point").textValue()));
        for (JsonNode topic : source.at("/mqtt/topics")) {
          List<String> devices =
              topic.has("devices")
                  ? topic.get("devices").valueStream().map(JsonNode::textValue).toList()
                  : List.of("");
          for (String device : devices) {
            topic
                .get("signals")
                .forEach(
                    signal ->
                        points.add(signal.get("point").textValue().replace("{device}", device)));
          }
        }
      }
      assertThat(points)
          .containsExactlyInAnyOrderElementsOf(
              plant.signals().stream().map(PlantSignal::point).toList());
    }
  }
}
