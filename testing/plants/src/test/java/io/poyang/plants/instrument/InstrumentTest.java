package io.poyang.plants.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentTest {
  private static final SiteId SITE = new SiteId("test");
  private static final Instant START = Recordings.WEDNESDAY;

  private static List<Reading> readings(Gauge<Double> gauge, double truth, Duration length) {
    Instruments<Double> instruments = new Instruments<>(SITE, List.of(gauge), 3, START);
    List<Reading> readings = new ArrayList<>();
    for (long second = 0; second < length.toSeconds(); second++) {
      readings.addAll(instruments.read(truth, START.plusSeconds(second)));
    }
    return readings;
  }

  @Test
  void givesAValueEachPeriodInStepsOfItsLastDigit() {
    Gauge<Double> gauge = Gauge.<Double>sensor("t", "温|t", "Cel", 0, 100, t -> t).every(10);
    List<Reading> readings = readings(gauge, 21.234, Duration.ofMinutes(10));
    assertThat(readings).hasSize(60);
    assertThat(readings)
        .allSatisfy(
            reading ->
                assertThat(reading.value() * 10)
                    .isEqualTo(Math.rint(reading.value() * 10), within(1e-9)));
    assertThat(readings.stream().mapToDouble(Reading::value).distinct().count()).isGreaterThan(1);
  }

  @Test
  void analyserHoldsItsValueUnderCalibrationAndSaysSo() {
    Gauge<Double> gauge = Gauge.analyser("cod", "化学需氧量|COD", "mg/L", 0, 100, truth -> truth);
    List<Reading> calibration =
        readings(gauge, 40, Duration.ofDays(3)).stream()
            .filter(reading -> reading.quality().flag() == 'C')
            .toList();
    assertThat(calibration).isNotEmpty();
    assertThat(calibration).allMatch(reading -> reading.quality().isUncertain());
    assertThat(calibration.get(1).value()).isEqualTo(calibration.getFirst().value());
  }

  @Test
  void brokenSensorShowsNothing() {
    Gauge<Double> gauge = Gauge.sensor("p", "压力|p", "kPa", 0, 100, truth -> truth);
    List<Reading> failed =
        readings(gauge, 40, Duration.ofDays(30)).stream()
            .filter(reading -> reading.quality().isBad())
            .toList();
    assertThat(failed).isNotEmpty().allMatch(reading -> Double.isNaN(reading.value()));
  }

  @Test
  void nothingToMeasureIsBadNotZero() {
    Gauge<Double> gauge = Gauge.sensor("p", "压力|p", "kPa", 0, 100, truth -> truth);
    Reading reading = readings(gauge, Double.NaN, Duration.ofSeconds(5)).getFirst();
    assertThat(reading.value()).isNaN();
    assertThat(reading.quality().isBad()).isTrue();
  }

  @Test
  void instrumentsOfOneCabinetCalibrateTogether() {
    Gauge<Double> nox =
        Gauge.<Double>analyser("nox", "氮氧化物|NOx", "mg/m3", 0, 500, t -> t).within("cems");
    Gauge<Double> co =
        Gauge.<Double>analyser("co", "一氧化碳|CO", "mg/m3", 0, 500, t -> t).within("cems");
    Instruments<Double> instruments = new Instruments<>(SITE, List.of(nox, co), 3, START);
    for (int second = 0; second < 2 * 86_400; second += 10) {
      List<Reading> pair = instruments.read(100.0, START.plusSeconds(second));
      if (pair.size() == 2) {
        assertThat(pair.get(0).quality()).isEqualTo(pair.get(1).quality());
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
