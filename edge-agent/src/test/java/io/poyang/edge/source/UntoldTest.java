package io.poyang.edge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UntoldTest {
  private static final SiteId SITE = new SiteId("north-works");
  private static final SignalId COD = new SignalId(SITE, "cod");
  private static final SignalId FLOW = new SignalId(SITE, "flow");
  private static final SignalId PH = new SignalId(SITE, "ph");

  private final RecordingSink sink = new RecordingSink();
  private final List<Gap> told = new ArrayList<>();
  private final Untold untold = new Untold(cause -> "source plc: " + cause.label());

  @Test
  void outageOfManySignalsIsOneGap() {
    untold.add(Cause.SOURCE_DOWN, FLOW, uncounted(12, 22));
    untold.add(Cause.SOURCE_DOWN, COD, uncounted(10, 20));
    untold.add(Cause.SOURCE_DOWN, PH, uncounted(40, 50));
    tell();
    assertThat(sink.gaps())
        .extracting(Gap::from, Gap::to, Gap::signals, Gap::detail)
        .containsExactly(
            tuple(at(10), at(22), List.of(COD, FLOW), "source plc: source-down"),
            tuple(at(40), at(50), List.of(PH), "source plc: source-down"));
    assertThat(told).isEqualTo(sink.gaps());
  }

  @Test
  void countedLossesAreOneGapHoweverFarApart() {
    untold.add(Cause.NOT_KEPT, COD, counted(10, 20, 3));
    untold.add(Cause.NOT_KEPT, FLOW, counted(90, 91, 2));
    untold.add(Cause.NOT_KEPT, COD, counted(60, 61, 2));
    tell();
    assertThat(sink.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.readings()).hasValue(7);
              assertThat(gap.from()).isEqualTo(at(10));
              assertThat(gap.to()).isEqualTo(at(91));
              assertThat(gap.signals()).containsExactly(COD, FLOW);
            });
  }

  @Test
  void whatTheSinkRefusesWaitsAndIsAddedTo() {
    sink.refuse();
    untold.add(Cause.NOT_KEPT, COD, counted(10, 20, 3));
    tell();
    assertThat(untold.holds(COD)).isTrue();
    untold.add(Cause.NOT_KEPT, COD, counted(21, 22, 1));
    tell();
    assertThat(told).isEmpty();
    sink.take();
    tell();
    tell();
    assertThat(sink.gaps()).singleElement().matches(gap -> gap.readings().orElse(0) == 4);
    assertThat(untold.holds(COD)).isFalse();
  }

  @Test
  void gapsOfVeryManySignalsStaySmall() {
    for (int i = 0; i < 2_500; i++) {
      untold.add(Cause.NOT_KEPT, new SignalId(SITE, "p" + i), counted(10, 20, 2));
    }
    tell();
    assertThat(sink.gaps()).hasSize(3).allMatch(gap -> gap.signals().size() <= 1_000);
    assertThat(sink.gaps().stream().mapToLong(gap -> gap.readings().orElse(0)).sum())
        .isEqualTo(5_000);
  }

  private void tell() {
    untold.tell(sink::lost, told::add);
  }

  private static Loss counted(int from, int to, long readings) {
    return new Loss(at(from), at(to), OptionalLong.of(readings));
  }

  private static Loss uncounted(int from, int to) {
    return new Loss(at(from), at(to), OptionalLong.empty());
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
