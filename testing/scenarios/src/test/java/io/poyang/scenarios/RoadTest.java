package io.poyang.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.plants.Plant;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole road in one JVM: a real OPC UA server, real MQTT sensors, agents, door, store. */
class RoadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir private static Path folder;
  private static Province province;

  @BeforeAll
  static void start() throws Exception {
    province = Province.start(folder, SiteKind.SEWAGE_PLANT, SiteKind.EV_CHARGING);
  }

  @AfterAll
  static void stop() {
    province.close();
  }

  private static List<Reading> stored(SignalId signal, Instant at) {
    List<Reading> readings = new ArrayList<>();
    province.server().readings().read(signal, new Period(at, at.plusMillis(1)), readings::add);
    return readings;
  }

  private static void isStoredAsSet(Plant plant, String point, double value, Quality quality) {
    SignalId signal = new SignalId(plant.site().id(), point);
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    plant.set(point, value, quality, at);

    Reading expected = new Reading(signal, at, value, quality);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stored(signal, at)).containsExactly(expected));
    plant.release(point);
  }

  @Test
  void aValueOfAnOpcUaServerIsStoredWithItsSourceTimeAndStatus() {
    Plant plant = province.plant(SiteKind.SEWAGE_PLANT);

    isStoredAsSet(plant, "effluent.cod", 47.125, Quality.GOOD);
  }

  /** Uncertain_LastUsableValue, OPC 10000-4, 7.39. */
  @Test
  void anUncertainValueStaysUncertain() {
    Plant plant = province.plant(SiteKind.SEWAGE_PLANT);

    isStoredAsSet(plant, "effluent.ph", 7.25, Quality.of(0x4090_0000));
  }

  @Test
  void aSensorsPublishIsStoredWithThePayloadsTimeAndValue() {
    Plant plant = province.plant(SiteKind.EV_CHARGING);

    isStoredAsSet(plant, "c1.power", 61.5, Quality.GOOD);
  }

  @Test
  void readingsFlowAgainAfterTheServerWasRestartedAndNoneIsMissing() throws Exception {
    Plant plant = province.plant(SiteKind.SEWAGE_PLANT);
    SignalId signal = new SignalId(plant.site().id(), "effluent.tn");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    plant.set("effluent.tn", 11.5, Quality.GOOD, before);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(signal, before)).hasSize(1));

    province.restartServer();
    Instant after = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    plant.set("effluent.tn", 12.5, Quality.GOOD, after);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(signal, after)).hasSize(1));
    assertThat(stored(signal, before)).extracting(Reading::value).containsExactly(11.5);
    plant.release("effluent.tn");
  }
}
