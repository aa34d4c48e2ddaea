package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.Topics;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks {@code cases/json}: a folder a payload, with what is stored of it and what is refused. A
 * line of {@code refused.txt} is the beginning of {@code reason: detail}.
 */
class JsonCasesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final EdgeId EDGE = new EdgeId("north-edge");

  static Stream<Path> cases() throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(JsonCasesTest.class.getResource("/cases/json")).toURI());
    return Files.list(root).sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatADevicePublishesIsStoredOrRefusedAsWritten(Path folder) throws IOException {
    Set<SiteId> sites =
        lines(folder, "sites.txt", List.of("north-works")).stream()
            .map(SiteId::new)
            .collect(Collectors.toSet());
    EdgeAccess access = new EdgeAccess(EDGE, sites, new Secret("secret"));
    Reception reception =
        new Reception(
            IntakeSettings.standard(),
            new EdgeRegistry(List.of(access)),
            new AtomicLong(),
            InstantSource.fixed(NOW));

    Admission admission =
        reception.json(
            access, Topics.json(EDGE, "probe"), Files.readAllBytes(folder.resolve("in.json")));

    assertThat(stored(admission).stream().map(JsonCasesTest::line))
        .containsExactlyInAnyOrderElementsOf(lines(folder, "stored.txt", List.of()));
    List<String> refused =
        refusals(admission).stream().map(r -> r.reason().label() + ": " + r.detail()).toList();
    List<String> expected = lines(folder, "refused.txt", List.of());
    assertThat(refused).hasSameSizeAs(expected);
    for (String beginning : expected) {
      assertThat(refused).anyMatch(line -> line.startsWith(beginning), beginning);
    }
    assertThat(refusals(admission).stream().map(Refusal::key).distinct()).hasSameSizeAs(expected);
  }

  private static String line(Reading reading) {
    return reading.signal() + " " + reading.at() + " " + reading.value() + " " + reading.quality();
  }

  private static List<Reading> stored(Admission admission) {
    return switch (admission) {
      case Admission.Whole whole -> whole.batch().readings();
      case Admission.Part part -> part.batch().readings();
      case Admission.Refused refused -> List.of();
    };
  }

  private static List<Refusal> refusals(Admission admission) {
    return switch (admission) {
      case Admission.Whole whole -> List.of();
      case Admission.Part part -> part.refusals();
      case Admission.Refused refused -> refused.refusals();
    };
  }

  private static List<String> lines(Path folder, String file, List<String> otherwise)
      throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : otherwise;
  }
}
