package io.poyang.console.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.trend.Trend.Series;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TrendTest {
  private static final long FROM = 1_772_000_000_123L;
  private static final long LENGTH = 3_600_000;
  private static final Period PERIOD =
      new Period(Instant.ofEpochMilli(FROM), Instant.ofEpochMilli(FROM + LENGTH));

  record Sample(long at, double value, int status) {}

  @Provide
  Arbitrary<List<Sample>> readings() {
    Arbitrary<Double> values =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(20, Arbitraries.doubles().between(-1e6, 1e6)),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(Double.NaN)));
    Arbitrary<Integer> statuses =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(20, Quality.STATUS_GOOD),
            net.jqwik.api.Tuple.of(1, Quality.STATUS_UNCERTAIN),
            net.jqwik.api.Tuple.of(1, Quality.STATUS_BAD));
    Arbitrary<Sample> sample =
        Combinators.combine(Arbitraries.longs().between(FROM, FROM + LENGTH - 1), values, statuses)
            .as(
                (at, value, status) ->
                    new Sample(at, value, Double.isNaN(value) ? Quality.STATUS_BAD : status));
    return sample
        .list()
        .ofMinSize(1)
        .ofMaxSize(400)
        .map(
            samples -> {
              TreeMap<Long, Sample> byTime = new TreeMap<>();
              samples.forEach(one -> byTime.put(one.at(), one));
              return new ArrayList<>(byTime.values());
            });
  }

  private static Series series(List<Sample> samples, long maxSilence, int most) {
    Trend trend = new Trend(PERIOD, maxSilence, most);
    samples.forEach(one -> trend.add(one.at(), one.value(), one.status()));
    return trend.series();
  }

  /** The store hands out the reading at a millisecond of which only the start is asked for. */
  @Example
  void aReadingInTheLastMillisecondBegunBelongsToThePeriod() {
    Trend trend =
        new Trend(
            new Period(Instant.ofEpochMilli(0), Instant.ofEpochMilli(900).plusNanos(500)), 5, 10);
    for (long at = 0; at <= 900; at += 10) {
      trend.add(at, at, Quality.STATUS_GOOD);
    }
    assertThat(values(trend.series().points()).max()).hasValue(900);
  }

  @Property(tries = 300)
  void extremesSurvive(
      @ForAll("readings") List<Sample> samples, @ForAll @IntRange(min = 10, max = 300) int most) {
    Columns points = series(samples, 5_000, most).points();
    assertThat(values(points).min())
        .isEqualTo(samples.stream().mapToDouble(Sample::value).filter(Double::isFinite).min());
    assertThat(values(points).max())
        .isEqualTo(samples.stream().mapToDouble(Sample::value).filter(Double::isFinite).max());
  }

  private static java.util.stream.DoubleStream values(Columns points) {
    return java.util.stream.IntStream.range(0, points.size())
        .mapToDouble(points::value)
        .filter(Double::isFinite);
  }

  @Property(tries = 300)
  void thereAreNeverMorePointsThanAskedForAndTimeAscends(
      @ForAll("readings") List<Sample> samples,
      @ForAll @IntRange(min = 10, max = 300) int most,
      @ForAll @IntRange(min = 1, max = 600_000) int maxSilence) {
    Series series = series(samples, maxSilence, most);
    Columns points = series.points();
    assertThat(points.size()).isBetween(1, most);
    assertThat(series.readings()).isEqualTo(samples.size());
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.at(i)).isGreaterThan(points.at(i - 1));
    }
  }

  @Property(tries = 300)
  void everyPointIsAReadingOrAGapBetweenReadingsFarApart(
      @ForAll("readings") List<Sample> samples, @ForAll @IntRange(min = 10, max = 300) int most) {
    long maxSilence = 20_000;
    Series series = series(samples, maxSilence, most);
    TreeMap<Long, Sample> byTime = new TreeMap<>();
    samples.forEach(one -> byTime.put(one.at(), one));
    Columns points = series.points();
    for (int i = 0; i < points.size(); i++) {
      long at = points.at(i);
      if (points.isGap(i)) {
        long silence = byTime.higherKey(at) - byTime.lowerKey(at);
        assertThat(silence)
            .isGreaterThan(Math.max(Trend.gapMillis(maxSilence), series.bucketMillis()));
      } else {
        double value = points.value(i);
        assertThat(byTime.get(at)).isNotNull().extracting(Sample::value).isEqualTo(value);
      }
    }
  }

  @Property(tries = 300)
  void everyGapIsMarked(
      @ForAll("readings") List<Sample> samples, @ForAll @IntRange(min = 10, max = 300) int most) {
    long maxSilence = 20_000;
    Series series = series(samples, maxSilence, most);
    long gapAfter = Math.max(Trend.gapMillis(maxSilence), series.bucketMillis());
    for (int i = 1; i < samples.size(); i++) {
      long before = samples.get(i - 1).at();
      long after = samples.get(i).at();
      if (after - before > gapAfter) {
        assertThat(gaps(series.points())).anyMatch(gap -> gap > before && gap < after);
      }
    }
  }

  private static List<Long> gaps(Columns points) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (points.isGap(i)) {
        gaps.add(points.at(i));
      }
    }
    return gaps;
  }

  /** A single bad reading in a bucket of good ones makes its points bad. */
  @Property(tries = 300)
  void badQualityIsNeverAveragedAway(
      @ForAll("readings") List<Sample> samples, @ForAll @IntRange(min = 10, max = 300) int most) {
    Columns points = series(samples, 5_000, most).points();
    boolean anyBad = samples.stream().anyMatch(one -> Quality.isBad(one.status()));
    boolean shownBad = false;
    for (int i = 0; i < points.size(); i++) {
      shownBad |= points.quality(i) == Columns.BAD;
    }
    assertThat(shownBad).isEqualTo(anyBad);
  }

  @Example
  void fewReadingsComeAsTheyAre() {
    Series series =
        series(List.of(new Sample(FROM, 1, 0), new Sample(FROM + 10_000, 2, 0)), 5_000, 10);
    assertThat(series.downsampled()).isFalse();
    assertThat(series.bucketMillis()).isZero();
    // 10 s apart where 5 s may be silent: from 7.5 s on nothing is known.
    assertThat(series.points().size()).isEqualTo(3);
    assertThat(series.points().at(1)).isEqualTo(FROM + 7_500);
    assertThat(series.points().isGap(1)).isTrue();
  }

  /** Two readings a second over an hour: a spike of one reading is still there. */
  @Example
  void aSpikeOfOneReadingSurvives() {
    Trend trend = new Trend(PERIOD, 5_000, 100);
    for (int i = 0; i < 7_200; i++) {
      trend.add(FROM + i * 500L, i == 4_321 ? 99 : 7, Quality.STATUS_GOOD);
    }
    Series series = trend.series();
    assertThat(series.downsampled()).isTrue();
    assertThat(series.readings()).isEqualTo(7_200);
    assertThat(values(series.points()).max()).hasValue(99);
    for (int i = 0; i < series.points().size(); i++) {
      if (series.points().value(i) == 99) {
        assertThat(series.points().at(i)).isEqualTo(FROM + 4_321 * 500L);
      }
    }
  }
}
