package io.poyang.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.sdk.client.model.variables.AnalogItemTypeNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plant's server as a real client meets it. */
class PlantOnOpcUaTest {
  private static final String NAMESPACE = "urn:poyang:plant:north-works";

  @TempDir static Path folder;
  private static Plant plant;
  private static String yaml;

  @BeforeAll
  static void start() {
    plant = Plants.sewage(new Plants.Making(1, folder, InstantSource.system(), Ports.ANY));
    plant.start();
    yaml =
        plant.agentYaml(
            new AgentPlace(
                new EdgeId("north-works-agent"),
                "data",
                "mqtt://127.0.0.1:1",
                "x",
                OptionalInt.empty()));
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  private static PlantClient client() throws Exception {
    return client(found("password: (p[0-9a-f]+)"));
  }

  private static PlantClient client(String password) throws Exception {
    return new PlantClient(
        found("endpoint: (\\S+)").replace("\"", ""), "agent", password, NAMESPACE);
  }

  private static String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(yaml);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  @Test
  void valueCarriesUnitRangeAndSourceTime() throws Exception {
    try (PlantClient client = client()) {
      await().until(() -> client.read("influent.flow").statusCode().isGood());
      DataValue flow = client.read("influent.flow");
      assertThat((Double) flow.value().value()).isBetween(500.0, 4_000.0);
      assertThat(flow.sourceTime().getJavaInstant())
          .isBetween(Instant.now().minusSeconds(60), Instant.now());

      AnalogItemTypeNode node =
          (AnalogItemTypeNode)
              client.opcUa().getAddressSpace().getVariableNode(client.node("influent.flow"));
      assertThat(node.getBrowseName().name()).isEqualTo("influent.flow");
      assertThat(node.getHistorizing()).isTrue();
      assertThat(node.getEngineeringUnits().getDisplayName().text()).isEqualTo("m3/h");
      assertThat(node.getEuRange().getHigh()).isEqualTo(5_000);
    }
  }

  @Test
  void wrongPasswordIsRefused() {
    assertThatThrownBy(() -> client("wrong").close()).isInstanceOf(UaException.class);
  }

  @Test
  void heldValueIsSeenExactlyAsSetUntilItIsReleased() throws Exception {
    Instant at = Instant.parse("2026-05-04T03:02:01.123Z");
    Quality sensorFailure = Quality.of(0x808C_0000);
    try (PlantClient client = client()) {
      List<DataValue> seen = client.subscribe("influent.flow");
      plant.set("influent.flow", 1_234.5, sensorFailure, at);
      await()
          .untilAsserted(
              () -> {
                assertThat(seen).isNotEmpty();
                DataValue last = seen.getLast();
                assertThat(last.value().value()).isEqualTo(1_234.5);
                assertThat(last.statusCode().value()).isEqualTo(0x808C_0000L);
                assertThat(last.sourceTime().getJavaInstant()).isEqualTo(at);
              });
      assertThat(client.read("influent.flow").sourceTime().getJavaInstant()).isEqualTo(at);
      plant.release("influent.flow");
      await().until(() -> client.read("influent.flow").statusCode().isGood());
    }
  }

  @Test
  void unknownPointIsRefused() {
    assertThatThrownBy(() -> plant.set("no.such", 1, Quality.GOOD, Instant.EPOCH))
        .hasMessage("plant north-works has no point 'no.such'");
  }

  @Test
  void historyGivesEveryValueInPages() throws Exception {
    Instant from =
        Instant.now()
            .minus(Duration.ofMinutes(10))
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    for (int i = 0; i < 50; i++) {
      plant.set("influent.cod", i, Quality.GOOD, from.plusSeconds(i));
    }
    try (PlantClient client = client()) {
      List<Double> values = new ArrayList<>();
      ByteString page = ByteString.NULL_VALUE;
      do {
        HistoryReadResult result =
            client.history("influent.cod", from, from.plusSeconds(49), 20, page);
        client.values(result).forEach(value -> values.add((Double) value.value().value()));
        page = result.getContinuationPoint();
      } while (page != null && page.bytes() != null && page.length() > 0);
      // The end is not part of the period asked for (OPC 10000-11, 6.4.3.2).
      assertThat(values).hasSize(49).isSorted().first().isEqualTo(0.0);

      HistoryReadResult backwards =
          client.history("influent.cod", from.plusSeconds(49), from, 2, ByteString.NULL_VALUE);
      assertThat(client.values(backwards))
          .extracting(value -> value.value().value())
          .containsExactly(49.0, 48.0);
    }
  }

  @Test
  void restartComesBackOnItsPortWithItsValuesAndHistory() throws Exception {
    Instant at = Instant.now().minusSeconds(30).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    plant.set("effluent.tp", 0.321, Quality.GOOD, at);
    plant.stopServers();
    plant.set("effluent.tp", 0.322, Quality.GOOD, at.plusSeconds(1));
    plant.startServers();
    try (PlantClient client = client()) {
      assertThat(client.read("effluent.tp").value().value()).isEqualTo(0.322);
      assertThat(
              client.values(
                  client.history("effluent.tp", at, at.plusSeconds(5), 0, ByteString.NULL_VALUE)))
          .hasSize(2);
    }
  }

  @Test
  void frozenServerAnswersNothingAndGoesOnWhenThawed() throws Exception {
    try (PlantClient client = client()) {
      client.read("influent.flow");
      plant.freezeServers();
      assertThatThrownBy(() -> client.read("influent.flow")).isInstanceOf(UaException.class);
      plant.thawServers();
      await().ignoreExceptions().until(() -> client.read("influent.flow") != null);
    }
  }

  @Test
  void certificateOutlivesThePlant() {
    Plant again = Plants.sewage(new Plants.Making(1, folder, InstantSource.system(), Ports.ANY));
    assertThat(again.serverCertificate()).isEqualTo(plant.serverCertificate()).isPresent();
    again.close();
  }

  @Test
  void everySignalHasItsVariable() throws Exception {
    try (PlantClient client = client()) {
      for (PlantSignal signal : plant.signals()) {
        assertThat(client.read(signal.point()).statusCode().value())
            .as(signal.point())
            .isNotEqualTo(0x8034_0000L);
      }
    }
  }
}
