package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {
  private static Plan plan(long seed) {
    return Plan.of(seed, 1000, 3, Optional.empty());
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(plan(42)).isEqualTo(plan(42));
  }

  @Test
  void anotherSeedGivesAnotherPlan() {
    assertThat(plan(42).faults()).isNotEqualTo(plan(43).faults());
  }

  @Test
  void everyKindGetsItsShareOfAThousand() {
    Plan plan = plan(7);

    for (Kind kind : Kind.values()) {
      assertThat(plan.counts().get(kind.label()))
          .as(kind.label())
          .isBetween(kind.weight() / 2L, kind.weight() * 2L);
    }
  }

  @Test
  void weightsAreSharesOfAThousand() {
    assertThat(Arrays.stream(Kind.values()).mapToInt(Kind::weight).sum()).isEqualTo(1000);
  }

  @Test
  void everyFaultHasItsPlaceAndKeepsItsOrderThere() {
    Plan plan = plan(7);

    List<Fault> placed =
        IntStream.range(Fault.SERVER, 3).boxed().flatMap(place -> plan.at(place).stream()).toList();
    assertThat(placed).containsExactlyInAnyOrderElementsOf(plan.faults());
    assertThat(plan.at(1)).isSortedAccordingTo((a, b) -> a.number() - b.number());
  }

  @ParameterizedTest
  @EnumSource
  void onlyOneKindMeansThatKind(Kind kind) {
    Plan plan = Plan.of(1, 50, 2, Optional.of(kind));

    assertThat(plan.counts()).containsOnlyKeys(kind.label());
    assertThat(plan.faults())
        .allSatisfy(
            fault -> {
              assertThat(fault.agent() == Fault.SERVER).isEqualTo(kind.side() == Kind.Side.SERVER);
              assertThat(fault.hold().toMillis())
                  .isBetween((long) kind.shortestMillis(), (long) kind.longestMillis());
            });
  }
}
