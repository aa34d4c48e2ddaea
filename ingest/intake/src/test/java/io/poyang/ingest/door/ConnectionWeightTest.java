package io.poyang.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.intake.Admission;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a message is charged with must not be less than the memory it takes. */
class ConnectionWeightTest {
  private static final EdgeId EDGE = new EdgeId("north-1");

  private static Refusal refusal(int payload) {
    return new Refusal(
        "key",
        Instant.EPOCH,
        EDGE,
        Reason.FUTURE,
        "signal",
        "detail",
        "x".repeat(3_000),
        1_000,
        Optional.of(new Original(Topics.live(EDGE), new byte[payload])));
  }

  /** A clock that is wrong makes two of a message: its words and its original. */
  @Test
  void refusalsWeighMoreThanTheBytesThatTheyCameIn() {
    Batch nothingLeft = Batch.of(new BatchId(EDGE, 1, 1), List.of());
    Admission part = new Admission.Part(nothingLeft, List.of(refusal(9_000), refusal(9_000)));

    assertThat(Connection.weight(part, 9_000)).isGreaterThan(2 * (9_000 + 3_000));
    assertThat(Connection.weight(new Admission.Refused(List.of(refusal(1 << 20))), 20))
        .isGreaterThan(1 << 20);
  }

  @Test
  void aPayloadWeighsItsBytesAtLeast() {
    assertThat(Connection.weight(new Admission.Refused(List.of()), 9_000)).isGreaterThan(9_000);
  }

  /** They compress to next to nothing, and are kept as they are until they are committed. */
  @Test
  void gapsWeighWhatTheySay() {
    Gap gap =
        new Gap(
            Gap.Cause.SOURCE_DOWN,
            OptionalLong.empty(),
            Instant.EPOCH,
            Instant.EPOCH,
            List.of(),
            Optional.empty(),
            "x".repeat(Gap.LONGEST_DETAIL));
    Batch.Header header =
        new Batch.Header(
            new BatchId(EDGE, 1, 1), Opening.OF_NEW_LOG, Collections.nCopies(1_000, gap), 0);
    Batch batch = Batch.builder().build(header);

    assertThat(Connection.weight(new Admission.Whole(batch), 9_000)).isGreaterThan(500_000);
  }

  /** A topic may have 64 KiB, and is in the key of what is refused. */
  @Test
  void aLongTopicWeighsToo() {
    String topic = Topics.json(EDGE, "d".repeat(60_000));
    Refusal refusal =
        new Refusal("key " + topic, Instant.EPOCH, EDGE, Reason.MALFORMED, topic, "detail", "");

    assertThat(Connection.weight(new Admission.Refused(List.of(refusal)), 2))
        .isGreaterThan(120_000);
  }
}
