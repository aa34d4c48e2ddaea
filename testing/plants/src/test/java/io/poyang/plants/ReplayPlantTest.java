package io.poyang.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poyang.plants.replay.Recording;
import io.poyang.plants.replay.Replay;
import io.poyang.plants.replay.ReplayColumn;
import io.poyang.plants.replay.RowTime;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPlantTest {
  private static final Site SITE =
      new Site(new SiteId("replay"), SiteKind.SEWAGE_PLANT, Name.of("replay"));

  @TempDir Path folder;

  private Recording recording(String text, boolean header, RowTime time, ReplayColumn... columns)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file.csv"), text);
    return Recording.read(new Replay(file, SITE, header, time, 2, List.of(columns)));
  }

  @Test
  void rowsKeepTheirDistancesAtTheGivenSpeed() throws Exception {
    Recording recording =
        recording(
            "when,a\n2020-01-01 00:00,1\n2020-01-01 00:10,2\n2020-01-01 01:00,3\n",
            true,
            new RowTime.Written("when", "yyyy-MM-dd HH:mm"));
    assertThat(recording.offsets()).containsExactly(0, 300_000, 1_800_000);
    assertThat(recording.columns()).extracting(ReplayColumn::point).containsExactly("a");
  }

  @Test
  void questionMarksAndEmptyCellsAreMissing() throws Exception {
    Recording recording =
        recording(
            "7,?\n,\"8\"\n",
            false,
            new RowTime.Spaced(Duration.ofSeconds(1)),
            ReplayColumn.parse("2=x:mg/L:influent.cod"));
    assertThat(recording.values()[0]).containsExactly(Double.NaN);
    assertThat(recording.values()[1]).containsExactly(8);
    assertThat(recording.columns().getFirst().unit()).isEqualTo("mg/L");
  }

  @Test
  void wrongCellIsNamedWithItsLine() {
    assertThatThrownBy(
            () -> recording("a\n1\noops\n", true, new RowTime.Spaced(Duration.ofSeconds(1))))
        .hasMessageEndingWith("file.csv line 3: 'oops' is no number");
  }

  @Test
  void unknownColumnIsNamedWithTheOnesThereAre() {
    assertThatThrownBy(
            () ->
                recording(
                    "a,b\n1,2\n",
                    true,
                    new RowTime.Spaced(Duration.ofSeconds(1)),
                    ReplayColumn.parse("c=x")))
        .hasMessageEndingWith("file.csv has no column 'c'; it has a, b");
  }

  @Test
  void realSewagePlantPlaysItsDays() throws Exception {
    Path file = data("uci_water_treatment.csv");
    // A day in 40 ms.
    Replay replay =
        new Replay(
            file,
            SITE,
            true,
            new RowTime.Written("Date", "'D-'d/M/yy"),
            86_400_000 / 40.0,
            List.of(
                ReplayColumn.parse("Q-E=influent.flow:m3/d"),
                ReplayColumn.parse("DBO-E=influent.bod:mg/L"),
                ReplayColumn.parse("DQO-E=influent.cod:mg/L")));
    try (ReplayPlant plant = ReplayPlant.of(replay, making())) {
      assertThat(plant.rows()).isEqualTo(527);
      plant.open();
      try (PlantClient client = client(plant)) {
        List<DataValue> bod = client.subscribe("influent.bod");
        List<DataValue> cod = client.subscribe("influent.cod");
        plant.start();
        await()
            .untilAsserted(
                () -> {
                  // The first day has a COD but no BOD.
                  assertThat(cod).extracting(v -> v.value().value()).contains(407.0);
                  assertThat(bod).extracting(v -> v.statusCode().value()).contains(0x809B_0000L);
                });
      }
      assertThat(plant.played()).isPositive();
    }
  }

  @Test
  void benchmarkInfluentPlaysWithoutAHeader() {
    Path file = data("bsm1_dryinfluent.csv");
    Recording recording =
        Recording.read(
            new Replay(
                file,
                SITE,
                false,
                new RowTime.Counted("1", Duration.ofDays(1)),
                900,
                List.of(ReplayColumn.parse("16=influent.flow:m3/d"))));
    assertThat(recording.values()[0][0]).isEqualTo(21_477);
    // A quarter of an hour becomes a second.
    assertThat(recording.offsets()[1]).isBetween(999.0, 1_001.0);
    assertThat(recording.offsets()).isSorted().hasSizeGreaterThan(1_300);
  }

  private Plants.Making making() {
    return new Plants.Making(1, folder, InstantSource.system(), Ports.ANY);
  }

  private static PlantClient client(Plant plant) throws Exception {
    String yaml =
        plant.agentYaml(
            new AgentPlace(
                new EdgeId("e"), "data", "mqtt://127.0.0.1:1", "x", OptionalInt.empty()));
    return new PlantClient(
        found(yaml, "endpoint: \"?(opc[^\"\\s]+)"),
        "agent",
        found(yaml, "username: \"?agent\"?\\s+password: (p[0-9a-f]+)"),
        "urn:poyang:plant:replay");
  }

  private static String found(String yaml, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(yaml);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Data for trying things on lies beside the checkout, where it lies at all. */
  private static Path data(String name) {
    Path root = Path.of(System.getProperty("poyang.root", "../..")).toAbsolutePath();
    for (Path at = root; at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    assumeTrue(false, "no shared/data/" + name + " above " + root + ": skipped");
    throw new AssertionError();
  }
}
