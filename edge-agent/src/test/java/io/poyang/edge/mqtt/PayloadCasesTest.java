package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Payloads as sensors send them: a folder each, so that a report from the field becomes a test by
 * being copied in. {@code topic.txt} may say {@code retained} in its second line; {@code
 * refused.txt} is missing where all was read, {@code expected.json} where nothing was.
 */
final class PayloadCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases/mqtt");
  private static final SiteId SITE = new SiteId("north-works");
  private static final Instant ARRIVED = Instant.parse("2026-03-01T04:00:00Z");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadAsItsFolderSays(String name) throws IOException {
    Path folder = CASES.resolve(name);
    List<String> topic = Files.readAllLines(folder.resolve("topic.txt"));
    MqttConfig config = Configs.parse(SITE, Files.readString(folder.resolve("config.yaml")));
    Message message =
        new Message(
            topic.getFirst(),
            Files.readAllBytes(folder.resolve("payload.json")),
            1,
            topic.contains("retained"));

    List<Reading> readings = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    switch (new Routes(config).of(message.topic())) {
      case Routes.Route.Nowhere nowhere ->
          refused.add(nowhere.kind().label() + ": " + nowhere.why());
      case Routes.Route.To to -> {
        for (Routes.Leg leg : to.legs()) {
          PayloadReader.Content content =
              PayloadReader.read(leg.mapping(), leg.signals(), message, ARRIVED);
          readings.addAll(content.readings());
          content.refusals().forEach(one -> refused.add(one.kind().label() + ": " + one.what()));
        }
      }
    }

    assertThat(readings).containsExactlyElementsOf(expected(folder.resolve("expected.json")));
    assertThat(refused).containsExactlyElementsOf(lines(folder.resolve("refused.txt")));
    assertThat(readings.size() + refused.size()).isPositive();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static List<Reading> expected(Path file) throws IOException {
    List<Reading> readings = new ArrayList<>();
    if (Files.exists(file)) {
      for (JsonNode one : new ObjectMapper().readTree(file.toFile())) {
        String flag = one.path("flag").asText("");
        readings.add(
            new Reading(
                SignalId.parse(one.path("signal").asText()),
                Instant.parse(one.path("at").asText()),
                one.path("value").isNull() ? Double.NaN : one.path("value").doubleValue(),
                Quality.of(
                    switch (one.path("quality").asText()) {
                      case "good" -> Quality.STATUS_GOOD;
                      case "uncertain" -> Quality.STATUS_UNCERTAIN;
                      case "bad" -> Quality.STATUS_BAD;
                      default -> throw new IllegalArgumentException(file + ": quality of " + one);
                    },
                    flag.isEmpty() ? Quality.NO_FLAG : flag.charAt(0))));
      }
    }
    return readings;
  }
}
