package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.chaos.verify.Verdict;
import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final EdgeId EDGE = new EdgeId("chaos-0");
  private static final Verdict CLEAN = new Verdict(100, 0, 0, 0, 0, null);

  private static Certificate certificate(String verdict, long missing, OptionalLong stored) {
    return new Certificate(EDGE, verdict, missing, stored, List.of());
  }

  private static Outcome outcome(long sent, Verdict verdict, Certificate certificate) {
    return new Outcome(
        Plan.of(7, 10, 1, Optional.of(Kind.CUT)),
        sent,
        verdict,
        List.of(certificate),
        Duration.ofMillis(1234),
        Duration.ofSeconds(9),
        0,
        "tmpfs");
  }

  private static final Certificate GOOD = certificate("complete", 0, OptionalLong.of(100));

  @Test
  void aRunPassesWhereStoreAndCertificateAgreeThatAllIsThere() {
    assertThat(outcome(100, CLEAN, GOOD).failures()).isEmpty();
  }

  @Test
  void aLossFails() {
    assertThat(outcome(101, new Verdict(100, 1, 0, 0, 0, null), GOOD).failures()).hasSize(1);
  }

  /** Nothing sent, nothing lost: such a run looks clean. */
  @Test
  void aRunWithoutReadingsFails() {
    Verdict nothing = new Verdict(0, 0, 0, 0, 0, null);

    assertThat(outcome(0, nothing, certificate("complete", 0, OptionalLong.of(0))).failures())
        .singleElement()
        .asString()
        .contains("proves nothing");
  }

  @Test
  void aCertificateThatMissesSomethingFails() {
    assertThat(outcome(100, CLEAN, certificate("missing", 3, OptionalLong.empty())).failures())
        .singleElement()
        .asString()
        .contains("edge chaos-0 as missing with 3 missing batches");
    assertThat(outcome(100, CLEAN, certificate("broken-chain", 0, OptionalLong.empty())).failures())
        .hasSize(1);
  }

  @Test
  void aCertificateThatCountsOtherwiseThanTheStoreFails() {
    assertThat(outcome(100, CLEAN, certificate("complete", 0, OptionalLong.of(99))).failures())
        .containsExactly("the server certifies 99 stored readings, the store has 100");
  }

  @Test
  void theJsonHasOneLineWithEveryFigure() throws IOException {
    String json = outcome(100, CLEAN, GOOD).json();

    assertThat(json).doesNotContain("\n");
    JsonNode figures = new ObjectMapper().readTree(json);
    assertThat(figures.get("seed").asLong()).isEqualTo(7);
    assertThat(figures.get("faults").asInt()).isEqualTo(10);
    assertThat(figures.get("kinds").get("cut").asInt()).isEqualTo(10);
    assertThat(figures.get("sent").asLong()).isEqualTo(100);
    assertThat(figures.get("stored").asLong()).isEqualTo(100);
    assertThat(figures.get("lost").asLong()).isZero();
    assertThat(figures.get("duplicated").asLong()).isZero();
    assertThat(figures.get("unexpected").asLong()).isZero();
    assertThat(figures.get("gapsDeclared").asLong()).isZero();
    assertThat(figures.get("worstRecoveryMillis").asLong()).isEqualTo(1234);
    assertThat(figures.get("elapsedSeconds").asLong()).isEqualTo(9);
  }

  @Test
  void aCertificateIsReadFromTheServersAnswer() throws IOException {
    Certificate certificate =
        Certificate.read(
            EDGE,
            """
            {"verdict": "gaps-declared", "totals": {"missing": 2, "beyond": 1},
             "store": {"readings": null},
             "gaps": [{"from": 0, "to": 5, "signals": ["chaos-0/point-1"]}]}
            """);

    assertThat(certificate.missing()).isEqualTo(3);
    assertThat(certificate.good()).isFalse();
    assertThat(certificate.stored()).isEmpty();
    assertThat(certificate.gaps().getFirst().signals()).containsExactly("chaos-0/point-1");
  }
}
