package io.poyang.telemetry.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

  private static final EdgeId OTHER = new EdgeId("south-edge");
  private static final Settlement DISCARDED =
      new Settlement(Outcome.DISCARDED, AT.plusSeconds(60), "rubbish, says 李");

  private static Refusal of(EdgeId edge, String key, Reason reason) {
    return new Refusal(key, AT, edge, reason, "subject", "detail", "content");
  }

  private long number(String key) {
    return quarantine()
        .list(new Filter(Optional.empty(), Optional.empty(), true), Long.MAX_VALUE, 99)
        .stream()
        .filter(kept -> kept.refusal().key().equals(key))
        .findFirst()
        .orElseThrow()
        .number();
  }

  private List<String> keys(Optional<EdgeId> edge, Optional<Reason> reason, boolean settled) {
    return quarantine().list(new Filter(edge, reason, settled), Long.MAX_VALUE, 99).stream()
        .map(kept -> kept.refusal().key())
        .toList();
  }

  @Test
  void readingsAndTheOriginalComeBackAlsoToALaterProcess() {
    byte[] payload = {0, -1, 10, 13, 127};
    List<Refusal> refusals =
        List.of(
            new Refusal(
                "whole",
                AT,
                EDGE,
                Reason.MALFORMED,
                "s",
                "d",
                "c",
                0,
                Optional.of(new Original("poyang/v1/north-edge/live", payload))),
            new Refusal(
                "empty",
                AT,
                EDGE,
                Reason.MALFORMED,
                "s",
                "d",
                "c",
                0,
                Optional.of(new Original("t", new byte[0]))),
            new Refusal(
                "without", AT, EDGE, Reason.COPIED_LOG, "s", "d", "c", 77_000, Optional.empty()));
    quarantine().put(refusals);
    long number = number("whole");
    assertThat(quarantine().find(number).orElseThrow().refusal()).isEqualTo(refusals.getFirst());
    assertThat(reopened().list(Filter.OPEN, Long.MAX_VALUE, 9).reversed())
        .extracting(Kept::refusal)
        .isEqualTo(refusals);
  }

  @Test
  void aFilterLeavesOnlyWhatMatchesAllOfIt() {
    quarantine()
        .put(
            List.of(
                of(EDGE, "a", Reason.FUTURE),
                of(OTHER, "b", Reason.FUTURE),
                of(EDGE, "c", Reason.MALFORMED),
                of(EDGE, "d", Reason.FUTURE)));
    quarantine().settle(List.of(number("d")), DISCARDED);
    assertThat(keys(Optional.of(EDGE), Optional.empty(), false)).containsExactly("c", "a");
    assertThat(keys(Optional.empty(), Optional.of(Reason.FUTURE), false)).containsExactly("b", "a");
    assertThat(keys(Optional.of(EDGE), Optional.of(Reason.FUTURE), false)).containsExactly("a");
    assertThat(keys(Optional.of(EDGE), Optional.of(Reason.FUTURE), true)).containsExactly("d", "a");
    assertThat(keys(Optional.empty(), Optional.empty(), false)).containsExactly("c", "b", "a");
    assertThat(quarantine().list(new Filter(Optional.of(EDGE), Optional.empty(), false), 99, 1))
        .hasSize(1);
  }

  @Test
  void aNumberFindsItsRefusalWhetherSettledOrNot() {
    quarantine().put(List.of(refusal("a", Reason.FUTURE), refusal("b", Reason.FUTURE)));
    long number = number("a");
    assertThat(quarantine().find(number).orElseThrow().refusal().key()).isEqualTo("a");
    quarantine().settle(List.of(number), DISCARDED);
    assertThat(quarantine().find(number).orElseThrow().settlement()).hasValue(DISCARDED);
    assertThat(quarantine().find(number + 1_000)).isEmpty();
    assertThat(quarantine().find(-1)).isEmpty();
  }

  @Test
  void whatIsSettledIsCountedAndListedOnlyOnRequest() {
    quarantine()
        .put(
            List.of(
                refusal("a", Reason.FUTURE),
                refusal("b", Reason.FUTURE),
                refusal("c", Reason.MALFORMED)));
    quarantine().settle(List.of(number("a"), number("c")), DISCARDED);
    for (Supplier<Quarantine> process :
        List.<Supplier<Quarantine>>of(this::quarantine, this::reopened)) {
      Quarantine one = process.get();
      assertThat(one.count()).isEqualTo(1);
      assertThat(one.countByReason()).isEqualTo(Map.of(Reason.FUTURE, 1L));
      assertThat(one.list(Filter.OPEN, Long.MAX_VALUE, 9))
          .extracting(kept -> kept.refusal().key())
          .containsExactly("b");
      assertThat(one.find(number("c")).orElseThrow().settlement()).hasValue(DISCARDED);
    }
  }

  @Test
  void whatIsSettledOrUnknownStaysAsItIs() {
    quarantine().put(List.of(refusal("a", Reason.FUTURE), refusal("b", Reason.FUTURE)));
    long a = number("a");
    quarantine().settle(List.of(a), DISCARDED);
    Settlement later = new Settlement(Outcome.REPLAYED, AT.plusSeconds(90), "mended");
    quarantine().settle(List.of(a, a + 1_000), later);
    quarantine().settle(List.of(), later);
    assertThat(quarantine().find(a).orElseThrow().settlement()).hasValue(DISCARDED);
    assertThat(quarantine().count()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedAgainAfterItWasSettledIsOpenAgainUnderItsNumber() {
    quarantine().put(List.of(refusal("a", Reason.FUTURE), refusal("b", Reason.FUTURE)));
    long a = number("a");
    quarantine().settle(List.of(a), DISCARDED);
    quarantine().put(List.of(refusal("a", Reason.TYPE_CONFLICT)));
    assertThat(quarantine().find(a).orElseThrow())
        .isEqualTo(new Kept(a, refusal("a", Reason.TYPE_CONFLICT), Optional.empty()));
    assertThat(quarantine().count()).isEqualTo(2);
  }
}
