package io.poyang.edge.deadband;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DeadbandTest {
  private static final SiteId SITE = new SiteId("north-works");
  private static final SignalId COD = new SignalId(SITE, "effluent.cod");
  private static final SignalId LEVEL = new SignalId(SITE, "wet-well.level");
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final List<Reading> handedOn = new ArrayList<>();
  private CompletableFuture<Void> safe = new CompletableFuture<>();
  private final Deadband deadband =
      new Deadband(
          List.of(setting(COD, 0.5), setting(LEVEL, 0)),
          new Sink() {
            @Override
            public CompletionStage<Void> accept(List<Reading> readings) {
              handedOn.addAll(readings);
              return safe;
            }

            @Override
            public CompletionStage<Void> lost(Gap gap) {
              throw new AssertionError("nothing is lost here: " + gap);
            }

            @Override
            public void discovered(List<SignalSetting> signals) {}
          });

  @Test
  void smallChangeIsHeldBackAndItsStageCompletesAtOnce() {
    accept(0, 30.0);
    assertThat(accept(1, 30.49)).isCompleted();
    assertThat(values()).containsExactly(30.0);
  }

  @Test
  void creepingValueIsMeasuredAgainstTheLastOneHandedOn() {
    accept(0, 30.0);
    accept(1, 30.3);
    accept(2, 30.5);
    assertThat(values()).containsExactly(30.0, 30.5);
  }

  @Test
  void unchangedValuePassesBeforeHalfTheLongestSilence() {
    accept(0, 30.0);
    accept(23, 30.0);
    accept(24, 30.0);
    accept(47, 30.0);
    assertThat(handedOn.stream().map(Reading::at)).containsExactly(START, START.plusSeconds(24));
  }

  @Test
  void changedQualityAlwaysPasses() {
    accept(0, 30.0);
    accept(new Reading(COD, START.plusSeconds(1), 30.0, Quality.UNCERTAIN));
    accept(new Reading(COD, START.plusSeconds(2), 30.0, Quality.of(0, 'D')));
    assertThat(handedOn).hasSize(3);
  }

  @Test
  void missingValueIsNoSmallChange() {
    accept(new Reading(COD, START, Double.NaN, Quality.BAD));
    accept(new Reading(COD, START.plusSeconds(1), Double.NaN, Quality.BAD));
    assertThat(handedOn).hasSize(2);
  }

  @Test
  void historyReadBackPassesWhole() {
    accept(60, 30.0);
    accept(10, 30.1);
    accept(11, 30.1);
    assertThat(handedOn).hasSize(3);
  }

  @Test
  void signalWithoutDeadbandPassesWhole() {
    accept(new Reading(LEVEL, START, 2, Quality.GOOD));
    accept(new Reading(LEVEL, START.plusSeconds(1), 2, Quality.GOOD));
    assertThat(handedOn).hasSize(2);
  }

  @Test
  void readingThatTheLogDidNotTakeHoldsNothingBack() {
    accept(0, 30.0);
    safe.completeExceptionally(new IllegalStateException("full"));
    safe = new CompletableFuture<>();
    accept(1, 30.1);
    assertThat(values()).containsExactly(30.0, 30.1);
  }

  @Test
  void mixedListIsThinnedInOrder() {
    accept(0, 30.0);
    CompletionStage<Void> stage =
        deadband.accept(
            List.of(
                new Reading(COD, START.plusSeconds(1), 30.1, Quality.GOOD),
                new Reading(LEVEL, START.plusSeconds(1), 2, Quality.GOOD),
                new Reading(COD, START.plusSeconds(2), 31, Quality.GOOD)));
    assertThat(values()).containsExactly(30.0, 2.0, 31.0);
    assertThat(stage.toCompletableFuture()).isNotDone();
  }

  private CompletableFuture<Void> accept(long second, double value) {
    return accept(new Reading(COD, START.plusSeconds(second), value, Quality.GOOD));
  }

  private CompletableFuture<Void> accept(Reading reading) {
    return deadband.accept(List.of(reading)).toCompletableFuture();
  }

  private List<Double> values() {
    return handedOn.stream().map(Reading::value).toList();
  }

  private static SignalSetting setting(SignalId id, double deadband) {
    return new SignalSetting(
        new Signal(
            id,
            "outlet",
            Name.of(id.point()),
            "mg/L",
            id.point(),
            null,
            null,
            Duration.ofMinutes(1),
            new TreeMap<>()),
        deadband);
  }
}
