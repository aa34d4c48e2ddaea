package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChaosTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new Chaos()).setErr(new PrintWriter(err)).execute(arguments);
  }

  @Test
  void anUnknownKindIsWrongUsageAndNamesTheKnownOnes() {
    assertThat(run("--only", "flood")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--only was flood")
        .contains("kill-agent, torn, stop-agent, cut, half-open, slow, full-agent, clock")
        .contains("kill-server, stop-server, full-server, store");
  }

  @Test
  void aRunNeedsAFaultAndAnAgent() {
    assertThat(run("--faults", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--faults was 0 but must be 1..");
    assertThat(run("--agents", "0")).isEqualTo(2);
  }
}
