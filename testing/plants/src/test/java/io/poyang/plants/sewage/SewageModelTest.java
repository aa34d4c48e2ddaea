package io.poyang.plants.sewage;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.plants.instrument.Recordings;
import io.poyang.plants.process.Moment;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SewageModelTest {
  private static Recordings days;

  @BeforeAll
  static void simulate() {
    SewageModel model = new SewageModel(7, Recordings.WEDNESDAY.minus(Duration.ofHours(12)));
    model.advance(Duration.ofHours(12));
    days = Recordings.of(model, SewageSignals.table(), 3);
  }

  @Test
  void nightIsLowAndMorningIsHigh() {
    double night = days.mean("influent.flow", hour -> hour >= 3 && hour < 5);
    double morning = days.mean("influent.flow", hour -> hour >= 9 && hour < 11);
    double evening = days.mean("influent.flow", hour -> hour >= 19 && hour < 21);
    double afternoon = days.mean("influent.flow", hour -> hour >= 14 && hour < 16);
    assertThat(night).isLessThan(0.7 * afternoon);
    assertThat(morning).isGreaterThan(1.1 * afternoon);
    assertThat(evening).isGreaterThan(1.05 * afternoon);
  }

  @Test
  void blowersFollowTheLoadAndHoldTheOxygen() {
    assertThat(days.mean("aeration1.air", hour -> hour >= 4 && hour < 6))
        .isLessThan(0.7 * days.mean("aeration1.air", hour -> hour >= 10 && hour < 12));
    assertThat(days.mean("aeration1.do", hour -> true)).isBetween(1.9, 2.1);
  }

  @Test
  void whatLeavesIsCleanAndWhatComesIsWeakAsInJiangxi() {
    assertThat(days.mean("effluent.cod", hour -> true)).isBetween(7.0, 40.0);
    assertThat(days.mean("effluent.nh3n", hour -> true)).isBetween(0.08, 4.0);
    assertThat(days.mean("effluent.tn", hour -> true)).isBetween(4.0, 15.0);
    assertThat(days.mean("effluent.tp", hour -> true)).isBetween(0.04, 0.5);
    assertThat(days.mean("influent.bod", hour -> true)).isBetween(50.0, 120.0);
  }

  @Test
  void waterDoesNotVanish() {
    double in = days.mean("influent.flow", hour -> true);
    assertThat(days.mean("effluent.flow", hour -> true)).isBetween(0.96 * in, in);
  }

  @Test
  void energyPerCubicMetreIsThatOfARealPlant() {
    List<Reading> energy = days.good("site.energy");
    List<Reading> volume = days.good("effluent.volume");
    double kilowattHours = energy.getLast().value() - energy.getFirst().value();
    double cubicMetres = volume.getLast().value() - volume.getFirst().value();
    assertThat(kilowattHours / cubicMetres).isBetween(0.2, 0.5);
  }

  @Test
  void valuesStayWithinTheirInstrumentsAndRegistersNeverFall() {
    assertThat(days.pinned()).isEmpty();
    assertThat(days.decreasing()).isEmpty();
    assertThat(days.unlabelled()).isEmpty();
  }

  @Test
  void sameSeedGivesTheSameDayHoweverItIsCut() {
    SewageModel once = new SewageModel(3, Recordings.WEDNESDAY);
    SewageModel often = new SewageModel(3, Recordings.WEDNESDAY);
    SewageModel other = new SewageModel(4, Recordings.WEDNESDAY);
    once.advance(Duration.ofHours(3));
    other.advance(Duration.ofHours(3));
    for (int i = 0; i < 3 * 3_600 * 2; i++) {
      often.advance(Duration.ofMillis(500));
    }
    assertThat(often.effluentCod()).isEqualTo(once.effluentCod());
    assertThat(often.energy()).isEqualTo(once.energy());
    assertThat(other.effluentCod()).isNotEqualTo(once.effluentCod());
  }

  @Test
  void rainDilutesWhatComes() {
    // Some weeks, so that it rains.
    SewageModel model = new SewageModel(5, Recordings.WEDNESDAY);
    double wet = 0;
    double dry = 0;
    int wetHours = 0;
    int dryHours = 0;
    for (int hour = 0; hour < 24 * 21; hour++) {
      model.advance(Duration.ofHours(1));
      if (Moment.of(model.now()).hour() > 8) {
        if (model.town.foulShare() < 0.8) {
          wet += model.influentCod();
          wetHours++;
        } else if (!model.town.isWet()) {
          dry += model.influentCod();
          dryHours++;
        }
      }
    }
    assertThat(wetHours).isPositive();
    assertThat(wet / wetHours).isLessThan(0.85 * dry / dryHours);
  }
}
