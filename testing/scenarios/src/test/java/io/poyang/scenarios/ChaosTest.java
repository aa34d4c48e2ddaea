package io.poyang.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.chaos.Chaos;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The short form of what {@code ./poyang chaos} does for as long as one likes. */
class ChaosTest {
  /** Not a folder that goes away with the test: a run that fails leaves its evidence there. */
  private static final String FOLDER = Path.of("target", "chaos").toString();

  /** With this seed every kind of fault occurs among so few. */
  @Test
  void whateverBreaksNothingIsLostAndNothingIsDoubled() throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exit =
        new CommandLine(new Chaos())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("--seed", "25", "--faults", "36", "--json", "--data", FOLDER);

    assertThat(exit).as(err.toString()).isZero();
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertThat(figures.get("kinds")).hasSize(12);
    assertThat(figures.get("lost").asLong()).isZero();
    assertThat(figures.get("duplicated").asLong()).isZero();
    assertThat(figures.get("unexpected").asLong()).isZero();
    assertThat(figures.get("certificates"))
        .allSatisfy(verdict -> assertThat(verdict.asText()).isIn("complete", "under-way"));
    assertThat(figures.get("gapsDeclared").asLong()).isZero();
    assertThat(figures.get("sent").asLong()).isPositive();
    assertThat(figures.get("stored").asLong()).isEqualTo(figures.get("sent").asLong());
  }
}
