package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.Fuzz;
import io.poyang.telemetry.wire.JsonMutations;
import io.poyang.telemetry.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a small device publishes is stored or refused with a reason, and nothing else. */
class ReceptionFuzzTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final EdgeId EDGE = new EdgeId("north-edge");

  /** A row's fixed cost is that of a refusal that keeps the row, so a byte may cost a lot. */
  private static final long BYTES_AT_LEAST = 128 << 10;

  private static final long BYTES_A_BYTE = 1000;

  private static final List<byte[]> SEEDS =
      Stream.of(
              "{\"point\":\"ph\",\"value\":7.2}",
              "{\"site\":\"north-works\",\"point\":\"ph\",\"at\":1772352000250,\"value\":7}",
              "[{\"point\":\"a\",\"at\":\"2026-03-01T08:00:00.250+08:00\",\"value\":true,\"flag\":\"D\"},"
                  + "{\"point\":\"b\",\"value\":null,\"quality\":\"bad\"},"
                  + "{\"point\":\"c\",\"value\":-1.5e-3,\"quality\":2156724224}]",
              "[]")
          .map(json -> json.getBytes(StandardCharsets.UTF_8))
          .toList();

  @Test
  void noBytesHarmTheReaderOfJson() {
    EdgeAccess access =
        new EdgeAccess(EDGE, Set.of(new SiteId("north-works")), new Secret("secret"));
    Reception reception =
        new Reception(
            IntakeSettings.standard(),
            new EdgeRegistry(List.of(access)),
            new AtomicLong(),
            InstantSource.fixed(NOW));
    Fuzz fuzz = Fuzz.of(60_000, 0.1);
    fuzz.run(
        "JSON readings",
        random ->
            new JsonMutations(random)
                .damaged(
                    SEEDS.get(random.nextInt(SEEDS.size())),
                    SEEDS.get(random.nextInt(SEEDS.size()))),
        bytes ->
            switch (fuzz.within(
                BYTES_AT_LEAST + BYTES_A_BYTE * bytes.length,
                () -> reception.json(access, Topics.json(EDGE, "probe"), bytes))) {
              case Admission.Whole whole -> isSayable(whole.batch());
              case Admission.Part part -> isSayable(part.batch()) && reasonsOf(part.refusals());
              case Admission.Refused refused -> reasonsOf(refused.refusals());
            });
  }

  /** A reading that is none would throw here. */
  private static boolean isSayable(Batch batch) {
    return batch.readings().size() == batch.size();
  }

  private static boolean reasonsOf(List<Refusal> refusals) {
    assertThat(refusals).isNotEmpty().allSatisfy(one -> assertThat(one.detail()).isNotBlank());
    return true;
  }
}
