package io.poyang.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.door.DoorSettings;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.telemetry.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final Path SAMPLE = Path.of("sample.yaml");

  private record Everything(DoorSettings door, IntakeSettings intake, List<EdgeAccess> edges) {}

  @Test
  void theSampleShowsTheDefaults() throws IOException {
    Everything read =
        Config.parse(
            SAMPLE,
            Files.readString(SAMPLE),
            name -> name.equals("NORTH_EDGE_PASSWORD") ? "open north" : null,
            root ->
                new Everything(
                    DoorSettings.read(root.section("door")),
                    IntakeSettings.read(root.section("intake")),
                    root.list("edges", EdgeAccess::read)));
    assertThat(read.door()).isEqualTo(DoorSettings.standard());
    assertThat(read.intake()).isEqualTo(IntakeSettings.standard());
    assertThat(read.edges()).hasSize(1);
    assertThat(read.toString()).doesNotContain("open north");
  }

  @Test
  void theReadmeQuotesTheSample() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains(Files.readString(SAMPLE));
  }
}
