package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A device maker works with what protoc generates from {@code batch.proto}; both must agree. */
class GeneratedClassesTest {
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");
  private static final SignalId FLOW = SignalId.parse("north-works/influent.flow");
  private static final BatchId ID = new BatchId(new EdgeId("north-1"), 0x8000_0000_0000_0001L, 7);
  private static final Instant T = Instant.parse("2026-03-01T00:00:00.250Z");

  private final BatchCodec codec = new BatchCodec(1 << 20);
  private final Batch batch =
      Batch.of(
          ID,
          List.of(
              new Reading(COD, T, 31.5, Quality.GOOD),
              new Reading(FLOW, T.minusMillis(900), 1250.25, Quality.of(0x408F_0000, 'M')),
              new Reading(COD, T.plusMillis(1000), Double.NaN, Quality.of(0x8031_0000)),
              new Reading(COD, T.plusMillis(2000), -0.0, Quality.of(0, 'N'))));

  @Test
  void whatWeWriteGeneratedClassesRead() throws InvalidProtocolBufferException {
    io.poyang.wire.v1.Batch read = io.poyang.wire.v1.Batch.parseFrom(codec.encode(batch));

    assertThat(read.getVersion()).isEqualTo(1);
    assertThat(read.getEdge()).isEqualTo("north-1");
    assertThat(read.getEpoch()).isEqualTo(ID.epoch());
    assertThat(read.getSequence()).isEqualTo(7);
    assertThat(read.getBaseMillis()).isEqualTo(T.toEpochMilli());
    assertThat(read.getSignalList()).containsExactly(COD.toString(), FLOW.toString());
    assertThat(read.getRunLengthList()).containsExactly(3, 1);
    assertThat(read.getTimeDeltaList()).containsExactly(0L, 1000L, 1000L, -2900L);
    assertThat(read.getValueList()).containsExactly(31.5, Double.NaN, -0.0, 1250.25);
    assertThat(read.getMarkedIndexList()).containsExactly(1, 2, 3);
    assertThat(read.getMarkedStatusList()).containsExactly(0x8031_0000, 0, 0x408F_0000);
    assertThat(read.getMarkedFlagList()).containsExactly(0, (int) 'N', (int) 'M');
  }

  @Test
  void whatGeneratedClassesWriteWeRead() throws InvalidProtocolBufferException {
    byte[] theirs = io.poyang.wire.v1.Batch.parseFrom(codec.encode(batch)).toByteArray();

    Batch read = codec.decode(theirs);

    assertThat(read.id()).isEqualTo(ID);
    assertThat(read.readings()).isEqualTo(batch.readings());
  }

  @Test
  void anOpeningAndAGapAreReadByBoth() throws InvalidProtocolBufferException {
    Gap gap =
        new Gap(
            Gap.Cause.SOURCE_OVERFLOW,
            OptionalLong.of(12),
            T,
            T.plusSeconds(3),
            List.of(COD),
            Optional.of(new Gap.Batches(5, 3, 6)),
            "队列溢出");
    Batch.Header header = new Batch.Header(ID, new Opening(7, 5), List.of(gap), 0);

    io.poyang.wire.v1.Batch read =
        io.poyang.wire.v1.Batch.parseFrom(codec.encode(Batch.builder().build(header)));

    assertThat(read.getFirst()).isEqualTo(7);
    assertThat(read.getPreviousEpoch()).isEqualTo(5);
    io.poyang.wire.v1.Gap told = read.getGap(0);
    assertThat(told.getCause()).isEqualTo(io.poyang.wire.v1.Gap.Cause.SOURCE_OVERFLOW);
    assertThat(told.getReadings()).isEqualTo(12);
    assertThat(told.getFromMillis()).isEqualTo(T.toEpochMilli());
    assertThat(told.getToMillis()).isEqualTo(T.plusSeconds(3).toEpochMilli());
    assertThat(told.getEpoch()).isEqualTo(5);
    assertThat(told.getFirstSequence()).isEqualTo(3);
    assertThat(told.getLastSequence()).isEqualTo(6);
    assertThat(told.getSignalList()).containsExactly(COD.toString());
    assertThat(told.getDetail()).isEqualTo("队列溢出");
    Batch back = codec.decode(read.toByteArray());
    assertThat(back.header().opening()).isEqualTo(header.opening());
    assertThat(back.gaps()).containsExactly(gap);
    assertThat(io.poyang.wire.v1.Gap.Cause.values()).hasSize(Gap.Cause.values().length + 2);
  }
}
