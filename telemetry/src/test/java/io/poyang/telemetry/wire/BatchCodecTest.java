package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private static final int LIMIT = 1 << 16;
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");

  private record Row(int signal, long at, double value, int status, char flag) {}

  @Provide
  Arbitrary<Batch> batches() {
    Arbitrary<Row> rows =
        Combinators.combine(
                Arbitraries.integers().between(0, 6),
                Arbitraries.longs(),
                Arbitraries.oneOf(
                    Arbitraries.doubles(),
                    Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0)),
                Arbitraries.of(0, 0, 0, 0x40000000, 0x80000000, 0x808D0000, 0x00960000),
                Arbitraries.of('\0', '\0', 'N', 'D', '~'))
            .as(Row::new);
    return Combinators.combine(
            rows.list().ofMaxSize(80),
            Arbitraries.longs(),
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            openings(),
            gaps().list().ofMaxSize(3))
        .as(
            (list, epoch, sequence, opening, gaps) -> {
              Batch.Builder builder = Batch.builder();
              for (Row row : list) {
                SignalId signal = SignalId.parse("site-" + row.signal() % 2 + "/p" + row.signal());
                builder.add(signal, row.at(), row.value(), row.status(), row.flag());
              }
              return builder.build(
                  new Batch.Header(
                      new BatchId(
                          new EdgeId("north-edge"), epoch, Math.max(sequence, opening.first())),
                      opening,
                      gaps,
                      0));
            });
  }

  private static Arbitrary<Opening> openings() {
    return Combinators.combine(Arbitraries.longs().between(1, Long.MAX_VALUE), Arbitraries.longs())
        .as(Opening::new);
  }

  private static Arbitrary<Gap> gaps() {
    return Combinators.combine(
            Arbitraries.of(Gap.Cause.values()),
            Arbitraries.longs().between(-1, Long.MAX_VALUE),
            Arbitraries.longs().between(-1L << 40, 1L << 40),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(0, Long.MAX_VALUE - 1),
            Arbitraries.strings().ascii().withCharRange('一', '龥').ofMaxLength(20))
        .as(
            (cause, readings, from, length, signals, first, detail) ->
                new Gap(
                    cause,
                    readings < 0 ? OptionalLong.empty() : OptionalLong.of(readings),
                    Instant.ofEpochMilli(from),
                    Instant.ofEpochMilli(from + length),
                    List.of(SignalId.parse("site-0/p0"), SignalId.parse("site-1/p1"))
                        .subList(0, signals),
                    first == 0
                        ? Optional.empty()
                        : Optional.of(new Gap.Batches(7, first, first + 1)),
                    detail));
  }

  @Property(tries = 500)
  void whatGoesInComesOut(@ForAll("batches") Batch batch) {
    BatchCodec codec = new BatchCodec(LIMIT);
    assertSame(codec.decode(codec.encode(batch)), batch);
    assertSame(new BatchCodec(LIMIT).decode(BatchCodec.compress(codec.encode(batch))), batch);
  }

  private static void assertSame(Batch decoded, Batch batch) {
    assertThat(decoded.id()).isEqualTo(batch.id());
    assertThat(decoded.header().opening()).isEqualTo(batch.header().opening());
    assertThat(decoded.gaps()).isEqualTo(batch.gaps());
    assertThat(decoded.size()).isEqualTo(batch.size());
    assertThat(decoded.runs()).isEqualTo(batch.runs());
    for (int run = 0; run < batch.runs(); run++) {
      assertThat(decoded.signal(run)).isEqualTo(batch.signal(run));
      assertThat(decoded.end(run)).isEqualTo(batch.end(run));
    }
    for (int i = 0; i < batch.size(); i++) {
      assertThat(decoded.atMillis(i)).isEqualTo(batch.atMillis(i));
      assertThat(Double.doubleToRawLongBits(decoded.value(i)))
          .isEqualTo(Double.doubleToRawLongBits(batch.value(i)));
      assertThat(decoded.status(i)).isEqualTo(batch.status(i));
      assertThat(decoded.flag(i)).isEqualTo(batch.flag(i));
    }
  }

  @Property(tries = 2000)
  void randomBytesAreRefusedAndNothingElse(@ForAll byte[] bytes) {
    decodes(bytes);
  }

  @Property(tries = 2000)
  void damagedBatchesAreReadOrRefusedAndNothingElse(
      @ForAll("batches") Batch batch, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new BatchCodec(LIMIT).encode(batch);
    if (random.nextInt(4) == 0) {
      bytes = BatchCodec.compress(bytes);
    }
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : -1);
    }
    if (random.nextInt(3) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
    }
    decodes(bytes);
  }

  /** Returns what came of it; anything but a batch or a WireException fails the test. */
  private static boolean decodes(byte[] bytes) {
    try {
      Batch batch = new BatchCodec(LIMIT).decode(bytes);
      for (int i = 0; i < batch.size(); i++) {
        // Whatever was read must be sayable: a flag or status that is none would throw here.
        assertThat(Quality.of(batch.status(i), batch.flag(i)).toString()).isNotBlank();
      }
      return true;
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @Test
  void aSmallPayloadThatInflatesBeyondTheLimitIsRefused() {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < 20_000; i++) {
      builder.add(COD, i, 0, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    Batch batch = builder.build(new BatchId(new EdgeId("e"), 1, 1));
    byte[] bomb = BatchCodec.compress(new BatchCodec(LIMIT).encode(batch));
    assertThat(bomb.length).isLessThan(LIMIT / 8);
    assertThatThrownBy(() -> new BatchCodec(LIMIT).decode(bomb))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("inflates to more than " + LIMIT);
  }

  @Test
  void aKnownNameIsTheSameObject() {
    BatchCodec codec = new BatchCodec(LIMIT);
    Batch batch =
        Batch.builder()
            .add(COD, 1, 1, Quality.STATUS_GOOD, Quality.NO_FLAG)
            .build(new BatchId(new EdgeId("e"), 1, 1));
    byte[] bytes = codec.encode(batch);
    assertThat(codec.decode(bytes).signal(0)).isSameAs(codec.decode(bytes).signal(0));
  }

  @Test
  void anotherVersionIsNamed() {
    byte[] bytes = {0x08, 0x02};
    assertThatThrownBy(() -> new BatchCodec(LIMIT).decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void aColumnInPiecesIsRefused() {
    // version 1, then time_delta twice, each a packed column of one zero.
    byte[] bytes = {0x08, 0x01, 0x42, 0x01, 0x00, 0x42, 0x01, 0x00};
    assertThatThrownBy(() -> new BatchCodec(LIMIT).decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("column 8 comes in more than one piece");
  }

  /** Whoever keeps gaps keeps their names: ten thousand a batch are enough. */
  @Test
  void aGapThatWouldNameTooManySignalsTellsOfAnyOfItsEdge() {
    Gap thousand = gapOf(1000);
    List<Gap> gaps = new ArrayList<>(Collections.nCopies(10, thousand));
    gaps.add(gapOf(1));
    gaps.add(gapOf(1001));

    List<Gap> read = new BatchCodec(1 << 20).decode(encoded(gaps)).gaps();

    assertThat(read.subList(0, 10)).isEqualTo(gaps.subList(0, 10));
    assertThat(read.subList(10, 12)).extracting(Gap::signals).containsOnly(List.of());
  }

  @Test
  void aSenderOfMoreGapsOrNamesIsRefused() throws InvalidProtocolBufferException {
    io.poyang.wire.v1.Batch batch =
        io.poyang.wire.v1.Batch.parseFrom(encoded(List.of(gapOf(1000))));
    io.poyang.wire.v1.Gap gap = batch.getGap(0);

    refused(
        batch.toBuilder().setGap(0, gap.toBuilder().addSignal("n/p")), "more than 1000 signals");
    refused(batch.toBuilder().addAllGap(Collections.nCopies(10, gap)), "more than 10000 signals");
    refused(
        batch.toBuilder()
            .addAllGap(Collections.nCopies(1000, gap.toBuilder().clearSignal().build())),
        "more than 1000 gaps");
  }

  private static void refused(io.poyang.wire.v1.Batch.Builder batch, String why) {
    byte[] bytes = batch.build().toByteArray();
    assertThatThrownBy(() -> new BatchCodec(1 << 20).decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(why);
  }

  private static byte[] encoded(List<Gap> gaps) {
    BatchId id = new BatchId(new EdgeId("e"), 1, 1);
    return new BatchCodec(1 << 20)
        .encode(Batch.builder().build(new Batch.Header(id, Opening.OF_NEW_LOG, gaps, 0)));
  }

  private static Gap gapOf(int signals) {
    return new Gap(
        Gap.Cause.SOURCE_DOWN,
        OptionalLong.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        IntStream.range(0, signals).mapToObj(i -> SignalId.parse("site/p" + i)).toList(),
        Optional.empty(),
        "");
  }
}
