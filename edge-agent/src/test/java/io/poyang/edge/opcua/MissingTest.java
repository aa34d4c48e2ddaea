package io.poyang.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap.Cause;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MissingTest {
  private final Missing missing = new Missing();

  @Test
  void outageIsALossUpToTheFirstValueAfterIt() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(10).plusMillis(1));
    missing.close(at(60));
    missing.close(at(90));
    assertThat(missing.take()).isEqualTo(Map.of(Cause.SOURCE_DOWN, down(10_001, 59_999)));
    assertThat(missing.take()).isEmpty();
  }

  @Test
  void valueThatWasKnownBeforeTheOutageSaysThatNothingIsMissing() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(10).plusMillis(1));
    missing.close(at(10));
    assertThat(missing.take()).isEmpty();
    assertThat(missing.isOpen()).isFalse();
  }

  @Test
  void noTimeIsMissingBetweenTwoMillisecondsThatFollowEachOther() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(10).plusMillis(1));
    missing.close(at(10).plusMillis(1));
    assertThat(missing.take()).isEmpty();
  }

  @Test
  void valueReadAgainUnchangedMakesTheLossBeginThere() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(40).plusMillis(1));
    missing.close(at(60));
    assertThat(missing.take()).isEqualTo(Map.of(Cause.SOURCE_DOWN, down(40_001, 59_999)));
  }

  @Test
  void sourceThatLagsMayHaveLostWhatIsOlderThanTheLastLook() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(40).plusMillis(1));
    missing.close(at(30));
    assertThat(missing.take()).isEqualTo(Map.of(Cause.SOURCE_DOWN, down(10_001, 29_999)));
  }

  @Test
  void secondOutageBeforeAnyValueIsOneWithTheFirst() {
    missing.open(Cause.SOURCE_DOWN, at(10), at(10).plusMillis(1));
    missing.open(Cause.SOURCE_DOWN, at(10), at(50));
    missing.close(at(60));
    assertThat(missing.take()).isEqualTo(Map.of(Cause.SOURCE_DOWN, down(10_001, 59_999)));
  }

  @Test
  void countedLossesAddUp() {
    missing.add(Cause.NOT_KEPT, new Loss(at(2), at(2), OptionalLong.of(1)));
    missing.add(Cause.NOT_KEPT, new Loss(at(1), at(1), OptionalLong.of(1)));
    assertThat(missing.earliest()).isEqualTo(at(1));
    assertThat(missing.take())
        .isEqualTo(Map.of(Cause.NOT_KEPT, new Loss(at(1), at(2), OptionalLong.of(2))));
  }

  @Test
  void whatHistoryGaveBackIsMissingNoMore() {
    missing.add(Cause.NOT_KEPT, new Loss(at(1), at(5), OptionalLong.of(5)));
    missing.open(Cause.SOURCE_DOWN, at(1), at(1).plusMillis(1));
    missing.filledTo(at(3));
    missing.close(at(9));
    assertThat(missing.take())
        .isEqualTo(
            Map.of(
                Cause.NOT_KEPT,
                new Loss(at(3).plusMillis(1), at(5), OptionalLong.empty()),
                Cause.SOURCE_DOWN,
                down(3_001, 8_999)));
    missing.open(Cause.SOURCE_DOWN, at(9), at(10));
    missing.clear();
    missing.close(at(20));
    assertThat(missing.take()).isEmpty();
  }

  private static Loss down(long from, long to) {
    return new Loss(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), OptionalLong.empty());
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
