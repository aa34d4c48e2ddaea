package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Gap;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks {@code cases/wire}: a folder a payload, so that bytes that once did harm become a test by
 * being copied in. {@code in.hex} is a batch, {@code in.json} a status; {@code expected.txt} says
 * what is read and written again, {@code refused.txt} how the refusal begins.
 */
class WireCasesTest {
  private static final int LIMIT = 1 << 16;

  static Stream<Path> cases() throws IOException, URISyntaxException {
    return Files.list(
            Path.of(Objects.requireNonNull(WireCasesTest.class.getResource("/cases/wire")).toURI()))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadAsItsFolderSays(Path folder) throws IOException {
    List<String> read = new ArrayList<>();
    String refused = "";
    try {
      read.addAll(read(folder));
    } catch (WireException e) {
      refused = String.valueOf(e.getMessage());
    }

    assertThat(read).isEqualTo(lines(folder.resolve("expected.txt")));
    assertThat(refused).startsWith(String.join("", lines(folder.resolve("refused.txt"))));
    assertThat(read.isEmpty()).isNotEqualTo(refused.isEmpty());
  }

  private static List<String> read(Path folder) throws IOException {
    Path status = folder.resolve("in.json");
    if (Files.exists(status)) {
      return List.of(
          new StatusCodec().decode(Files.readAllBytes(status), Instant.EPOCH).toString());
    }
    String hex = Files.readString(folder.resolve("in.hex"), StandardCharsets.US_ASCII);
    BatchCodec codec = new BatchCodec(LIMIT);
    Batch batch = codec.decode(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    assertThat(codec.decode(codec.encode(batch)).gaps()).isEqualTo(batch.gaps());
    List<String> read = new ArrayList<>(List.of(batch.toString()));
    batch.gaps().stream().map(Gap::toString).forEach(read::add);
    batch.readings().forEach(reading -> read.add(reading.toString()));
    return read;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
