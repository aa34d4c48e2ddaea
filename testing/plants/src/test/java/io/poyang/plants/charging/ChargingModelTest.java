package io.poyang.plants.charging;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.plants.instrument.Recordings;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChargingModelTest {
  private static Recordings days;

  @BeforeAll
  static void simulate() {
    days = Recordings.of(new ChargingModel(9, Recordings.WEDNESDAY), ChargingSignals.table(), 3);
  }

  @Test
  void chargerTakesOnlyAllowedTransitions() {
    ChargingModel model = new ChargingModel(4, Recordings.WEDNESDAY);
    TreeSet<Integer> seen = new TreeSet<>();
    int[] last = model.chargers.stream().mapToInt(Charger::code).toArray();
    for (int second = 0; second < 3 * 86_400; second++) {
      model.advance(Duration.ofSeconds(1));
      for (int i = 0; i < last.length; i++) {
        int code = model.chargers.get(i).code();
        assertThat(code == last[i] || ChargerState.allows(last[i], code))
            .as(last[i] + " to " + code)
            .isTrue();
        last[i] = code;
        seen.add(code);
      }
    }
    assertThat(seen).containsExactly(1, 2, 3, 255);
  }

  @Test
  void currentIsConstantUntilEightyPercentAndFallsAfter() {
    Car car = new Car(new SplittableRandom(1));
    double atFirst = car.power(60);
    double last = Double.MAX_VALUE;
    while (!car.isSatisfied() && car.charge() < 0.95) {
      double power = car.power(60);
      if (car.charge() < 0.8) {
        assertThat(power).isBetween(0.9 * atFirst, 60.0);
      } else {
        assertThat(power).isLessThan(last);
        last = power;
      }
      car.take(power / 60);
    }
  }

  @Test
  void powerIsVoltageTimesCurrent() {
    ChargingModel model = new ChargingModel(6, Recordings.WEDNESDAY);
    model.advance(Duration.ofHours(12));
    for (Charger charger : model.chargers) {
      if (charger.code() == 3) {
        assertThat(charger.voltage() * charger.current() / 1_000)
            .isCloseTo(charger.power(), org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @Test
  void stationSleepsAtNight() {
    assertThat(days.mean("grid.power", hour -> hour >= 2 && hour < 5))
        .isLessThan(0.5 * days.mean("grid.power", hour -> hour >= 10 && hour < 13));
  }

  @Test
  void gridGivesWhatTheChargersTakeAndALittleMore() {
    double chargers = 0;
    for (String device : ChargingSignals.chargers()) {
      chargers +=
          days.good(device + ".energy").getLast().value()
              - days.good(device + ".energy").getFirst().value();
    }
    double grid =
        days.good("grid.energy").getLast().value() - days.good("grid.energy").getFirst().value();
    assertThat(grid).isBetween(chargers, 1.4 * chargers);
  }

  @Test
  void valuesStayWithinTheirInstrumentsAndRegistersNeverFall() {
    assertThat(days.pinned()).isEmpty();
    assertThat(days.decreasing()).isEmpty();
    assertThat(days.unlabelled()).isEmpty();
  }
}
