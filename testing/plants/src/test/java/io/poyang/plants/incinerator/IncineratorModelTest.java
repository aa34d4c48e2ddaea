package io.poyang.plants.incinerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.poyang.plants.instrument.Recordings;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IncineratorModelTest {
  private static Recordings days;

  @BeforeAll
  static void simulate() {
    IncineratorModel model =
        new IncineratorModel(11, Recordings.WEDNESDAY.minus(Duration.ofHours(4)));
    model.advance(Duration.ofHours(4));
    days = Recordings.of(model, IncineratorSignals.table(), 2);
  }

  @Test
  void furnaceIsHotEnoughWhileItIsNormal() {
    assertThat(days.good("furnace1.state")).anyMatch(reading -> reading.value() == 3);
    assertThat(days.mean("furnace1.temperature", hour -> true)).isBetween(900.0, 1_100.0);
    assertThat(days.mean("furnace1.o2", hour -> true)).isBetween(6.0, 10.0);
  }

  @Test
  void whatLeavesTheStackIsWithinTheDailyLimits() {
    for (int line = 1; line <= 2; line++) {
      String point = "line" + line + ".";
      assertThat(days.mean(point + "pm-zs", hour -> true)).isBetween(1.0, 20.0);
      assertThat(days.mean(point + "nox-zs", hour -> true)).isBetween(80.0, 250.0);
      assertThat(days.mean(point + "so2-zs", hour -> true)).isBetween(5.0, 80.0);
      assertThat(days.mean(point + "hcl-zs", hour -> true)).isBetween(2.0, 50.0);
      assertThat(days.mean(point + "co-zs", hour -> true)).isBetween(2.0, 80.0);
    }
  }

  @Test
  void convertedValueFollowsFromTheDryOneAndTheOxygen() {
    Map<Instant, Double> oxygen = new HashMap<>();
    Map<Instant, Double> dry = new HashMap<>();
    days.good("line1.o2").forEach(reading -> oxygen.put(reading.at(), reading.value()));
    days.good("line1.nox").forEach(reading -> dry.put(reading.at(), reading.value()));
    int compared = 0;
    for (Reading converted : days.good("line1.nox-zs")) {
      if (oxygen.containsKey(converted.at()) && dry.containsKey(converted.at())) {
        double expected = FlueGas.converted(dry.get(converted.at()), oxygen.get(converted.at()));
        assertThat(converted.value()).isCloseTo(expected, within(0.1));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  @Test
  void powerIsWhatSuchAPlantMakesOfItsWaste() {
    double feed = days.mean("furnace1.feed", h -> true) + days.mean("furnace2.feed", h -> true);
    double kilowattHoursPerTonne = 1_000 * days.mean("turbine.power", hour -> true) / feed;
    assertThat(kilowattHoursPerTonne).isBetween(300.0, 550.0);
  }

  @Test
  void valuesStayWithinTheirInstrumentsAndRegistersNeverFall() {
    assertThat(days.pinned()).isEmpty();
    assertThat(days.decreasing()).isEmpty();
    assertThat(days.unlabelled()).isEmpty();
  }

  @Test
  void furnaceTakesOnlyAllowedTransitions() {
    IncineratorModel model = new IncineratorModel(2, Recordings.WEDNESDAY);
    Set<FurnaceState> seen = EnumSet.noneOf(FurnaceState.class);
    FurnaceState last = model.furnaces.getFirst().state();
    for (int step = 0; step < 20 * 86_400 / 60; step++) {
      model.advance(Duration.ofMinutes(1));
      FurnaceState state = model.furnaces.getFirst().state();
      assertThat(state == last || last.leadsTo(state)).as(last + " to " + state).isTrue();
      seen.add(state);
      last = state;
    }
    assertThat(seen).contains(FurnaceState.NORMAL, FurnaceState.FAULT, FurnaceState.STARTING);
  }

  @Test
  void sameSeedGivesTheSameDay() {
    IncineratorModel one = new IncineratorModel(3, Recordings.WEDNESDAY);
    IncineratorModel two = new IncineratorModel(3, Recordings.WEDNESDAY);
    one.advance(Duration.ofHours(2));
    two.advance(Duration.ofHours(1));
    two.advance(Duration.ofHours(1));
    assertThat(two.stackFlow()).isEqualTo(one.stackFlow());
    assertThat(two.craneTotal()).isEqualTo(one.craneTotal());
  }
}
