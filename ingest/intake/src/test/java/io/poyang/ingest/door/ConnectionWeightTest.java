package io.poyang.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.intake.Admission;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a message is charged with must not be less than the memory it takes. */
class ConnectionWeightTest {
  private static final EdgeId EDGE = new EdgeId("north-1");

  private static List<Refusal> refusals(int count) {
    return Collections.nCopies(
        count, new Refusal("key", Instant.EPOCH, EDGE, Reason.FUTURE, "signal", "detail", "row"));
  }

  /** A clock that is wrong makes a small message of large words. */
  @Test
  void refusalsWeighMoreThanTheBytesThatTheyCameIn() {
    Batch nothingLeft = Batch.of(new BatchId(EDGE, 1, 1), List.of());
    Admission part = new Admission.Part(nothingLeft, refusals(1_000));

    assertThat(Connection.weight(part, 9_000)).isGreaterThan(1_000_000);
    assertThat(Connection.weight(new Admission.Refused(refusals(1_000)), 9_000))
        .isEqualTo(Connection.weight(part, 9_000));
  }

  @Test
  void aPayloadWeighsItsBytesAtLeast() {
    assertThat(Connection.weight(new Admission.Refused(List.of()), 9_000)).isGreaterThan(9_000);
  }
}
