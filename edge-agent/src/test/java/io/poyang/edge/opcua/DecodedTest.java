package io.poyang.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecodedTest {
  private static final SignalId SIGNAL = SignalId.parse("north-works/level");
  private static final Instant AT = Instant.parse("2026-03-01T04:00:00.123Z");

  @Test
  void everyKindOfNumberIsRead() {
    assertThat(value(2.5f)).isEqualTo(2.5);
    assertThat(value((byte) -3)).isEqualTo(-3);
    assertThat(value(ushort(65_535))).isEqualTo(65_535);
    assertThat(value(ulong(7))).isEqualTo(7);
    assertThat(value(true)).isEqualTo(1);
  }

  private static double value(Object content) {
    return measured(new DataValue(new Variant(content), StatusCode.GOOD, new DateTime(AT)))
        .reading()
        .value();
  }

  @Test
  void goodWithoutANumberIsUnreadable() {
    assertThat(of(new Variant("on"), StatusCodes.Good)).isInstanceOf(Decoded.Unreadable.class);
    assertThat(of(Variant.NULL_VALUE, StatusCodes.Good)).isInstanceOf(Decoded.Unreadable.class);
    assertThat(of(new Variant(Double.NaN), StatusCodes.Good))
        .isInstanceOf(Decoded.Unreadable.class);
    assertThat(of(new Variant(new Double[] {1.0}), StatusCodes.Good))
        .isInstanceOf(Decoded.Unreadable.class);
    assertThat(of(new Variant("on"), StatusCodes.Uncertain_LastUsableValue))
        .isInstanceOf(Decoded.Unreadable.class);
  }

  @Test
  void badWithoutANumberIsAReadingOfNothing() {
    Decoded.Measured bad = (Decoded.Measured) of(Variant.NULL_VALUE, StatusCodes.Bad_SensorFailure);
    assertThat(bad.reading())
        .isEqualTo(
            new Reading(SIGNAL, AT, Double.NaN, Quality.of((int) StatusCodes.Bad_SensorFailure)));
  }

  @Test
  void withoutAnyTimeItIsUnreadable() {
    DataValue value = new DataValue(new Variant(1.0), StatusCode.GOOD, null, null);
    assertThat(Decoded.of(SIGNAL, value)).isInstanceOf(Decoded.Unreadable.class);
  }

  /** InfoType DataValue with limit bits, historian bits, structure changed. */
  @ParameterizedTest
  @ValueSource(longs = {0x0000_0600L, 0x4091_0401L, 0x0000_8000L})
  void infoBitsStayAsTheyCame(long status) {
    Decoded.Measured measured = (Decoded.Measured) of(new Variant(1.0), status);
    assertThat(measured.reading().quality().status()).isEqualTo((int) status);
    assertThat(measured.overflow()).isFalse();
  }

  @Test
  void overflowBitIsALossAndNotAQuality() {
    Decoded.Measured plain = (Decoded.Measured) of(new Variant(1.0), 0x0000_0480L);
    assertThat(plain.overflow()).isTrue();
    assertThat(plain.reading().quality()).isEqualTo(Quality.GOOD);
    Decoded.Measured atItsLimit = (Decoded.Measured) of(new Variant(1.0), 0x0000_0680L);
    assertThat(atItsLimit.overflow()).isTrue();
    assertThat(atItsLimit.reading().quality().status()).isEqualTo(0x600);
  }

  private static Decoded of(Variant value, long status) {
    return Decoded.of(SIGNAL, new DataValue(value, new StatusCode(status), new DateTime(AT)));
  }

  private static Decoded.Measured measured(DataValue value) {
    return (Decoded.Measured) Decoded.of(SIGNAL, value);
  }
}
