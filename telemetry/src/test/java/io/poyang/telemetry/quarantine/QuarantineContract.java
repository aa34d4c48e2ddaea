package io.poyang.telemetry.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Quarantine} must do. */
public abstract class QuarantineContract {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00.123Z");
  private static final EdgeId EDGE = new EdgeId("north-edge");

  /** The quarantine under test, empty at the start of each test. */
  protected abstract Quarantine quarantine();

  /** The quarantine as a new process would find it. */
  protected Quarantine reopened() {
    return quarantine();
  }

  private static Refusal refusal(String key, Reason reason) {
    return new Refusal(
        key, AT, EDGE, reason, "north-works/ph", "value of " + key, "内容 " + key + " \u0001");
  }

  @Test
  void whatWasPutComesBackAsItWasAlsoToALaterProcess() {
    Refusal refusal = refusal("a", Reason.FUTURE);
    quarantine().put(List.of(refusal));
    assertThat(quarantine().list(Filter.OPEN, Long.MAX_VALUE, 10))
        .extracting(Kept::refusal)
        .containsExactly(refusal);
    assertThat(reopened().list(Filter.OPEN, Long.MAX_VALUE, 10))
        .extracting(Kept::refusal)
        .containsExactly(refusal);
  }

  @Test
  void theSameThingRefusedAgainCountsOnce() {
    quarantine().put(List.of(refusal("a", Reason.FUTURE), refusal("b", Reason.FUTURE)));
    Refusal later = refusal("a", Reason.BEFORE_HISTORY);
    quarantine().put(List.of(later));

    assertThat(quarantine().count()).isEqualTo(2);
    assertThat(quarantine().list(Filter.OPEN, Long.MAX_VALUE, 10))
        .extracting(Kept::refusal)
        .contains(later);
    assertThat(quarantine().countByReason())
        .isEqualTo(Map.of(Reason.FUTURE, 1L, Reason.BEFORE_HISTORY, 1L));
  }

  @Test
  void oneKeyTwiceInOneCallCountsOnce() {
    quarantine().put(List.of(refusal("a", Reason.FUTURE), refusal("a", Reason.MALFORMED)));
    assertThat(quarantine().countByReason()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
  }

  @Test
  void pagesGoFromNewestToOldestWithoutRepeats() {
    quarantine()
        .put(
            IntStream.range(0, 25)
                .mapToObj(i -> refusal("key-" + i, Reason.NOT_A_NUMBER))
                .toList());

    List<Kept> first = quarantine().list(Filter.OPEN, Long.MAX_VALUE, 10);
    List<Kept> second = quarantine().list(Filter.OPEN, first.getLast().number(), 10);
    List<Kept> third = quarantine().list(Filter.OPEN, second.getLast().number(), 10);

    assertThat(first.getFirst().refusal().key()).isEqualTo("key-24");
    assertThat(second.getFirst().refusal().key()).isEqualTo("key-14");
    assertThat(third).hasSize(5);
    assertThat(third.getLast().refusal().key()).isEqualTo("key-0");
    assertThat(quarantine().list(Filter.OPEN, third.getLast().number(), 10)).isEmpty();
  }

  @Test
  void anEmptyQuarantineCountsNothing() {
    quarantine().put(List.of());
    assertThat(quarantine().count()).isZero();
    assertThat(quarantine().countByReason()).isEmpty();
    assertThat(quarantine().list(Filter.OPEN, Long.MAX_VALUE, 10)).isEmpty();
  }
}
