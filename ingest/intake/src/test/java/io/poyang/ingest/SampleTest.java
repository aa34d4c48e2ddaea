package io.poyang.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.ingest.door.DoorSettings;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.wire.AnnouncementCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final Path SAMPLE = Path.of("sample.yaml");
  private static final Path ANNOUNCEMENT = Path.of("announcement.json");

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

  @Test
  void theAnnouncementOfTheReadmeCanBeRead() throws IOException {
    String text = Files.readString(ANNOUNCEMENT);
    assertThat(Files.readString(Path.of("README.md"))).contains(text);

    AnnouncementCodec codec = new AnnouncementCodec();
    Announcement read = codec.decode(text.getBytes(UTF_8));
    assertThat(read.site().name().en()).isEqualTo("North Works");
    assertThat(read.signals()).hasSize(2);
    // No key of the sample is one that would be ignored, and none that is written is missing.
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(codec.encode(read)).toPrettyString())
        .isEqualTo(json.readTree(text.replace("[0, 500]", "[0.0, 500.0]")).toPrettyString());
  }

  @Test
  void theReadmeNamesEveryKindOfSite() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(Arrays.stream(SiteKind.values()).map(kind -> "`" + kind.label() + "`").toList());
  }
}
