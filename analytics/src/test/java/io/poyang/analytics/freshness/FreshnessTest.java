package io.poyang.analytics.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Quality;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Freshness aged(Duration age) {
    return Freshness.of(NOW.minus(age), MINUTE, NOW);
  }

  @Test
  void aReadingIsLiveAsLongAsItsSignalMayBeSilentAndTheWayTakes() {
    assertThat(aged(Duration.ZERO)).isEqualTo(Freshness.LIVE);
    assertThat(aged(Duration.ofSeconds(65))).isEqualTo(Freshness.LIVE);
    assertThat(aged(Duration.ofSeconds(65).plusMillis(1))).isEqualTo(Freshness.STALE);
  }

  @Test
  void aReadingIsStaleForADayAndSilentAfterwards() {
    assertThat(aged(Duration.ofHours(24))).isEqualTo(Freshness.STALE);
    assertThat(aged(Duration.ofHours(24).plusMillis(1))).isEqualTo(Freshness.SILENT);
    assertThat(Freshness.of(null, MINUTE, NOW)).isEqualTo(Freshness.SILENT);
  }

  /** A signal that may be silent for two days is live on the second, not silent. */
  @Test
  void aPatientSignalStaysLiveBeyondADay() {
    Freshness patient = Freshness.of(NOW.minus(Duration.ofHours(30)), Duration.ofDays(2), NOW);
    assertThat(patient).isEqualTo(Freshness.LIVE);
  }

  @Test
  void aReadingAheadOfTheClockIsLive() {
    assertThat(aged(Duration.ofSeconds(-5))).isEqualTo(Freshness.LIVE);
  }

  @Property
  void growingOlderNeverMakesAReadingFresher(
      @ForAll @LongRange(min = -1_000, max = 200_000_000) long age,
      @ForAll @LongRange(min = 0, max = 200_000_000) long more,
      @ForAll @LongRange(min = 1, max = 100_000_000) long maxSilence) {
    long now = NOW.toEpochMilli();
    Freshness younger = Freshness.of(now - age, maxSilence, now);
    Freshness older = Freshness.of(now - age - more, maxSilence, now);
    assertThat(older).isGreaterThanOrEqualTo(younger);
  }

  @Test
  void aSiteIsLiveWhileOneSignalIs() {
    long now = NOW.toEpochMilli();
    SiteFreshness site =
        SiteFreshness.at(now)
            .add(now - 1_000, 60_000, Quality.STATUS_BAD)
            .add(now - 100_000, 60_000, Quality.STATUS_BAD)
            .add(Freshness.NEVER, 60_000, Quality.STATUS_GOOD)
            .total();
    assertThat(site).isEqualTo(new SiteFreshness(Freshness.LIVE, 3, 1, 1, 1, now - 1_000));
  }

  @Test
  void aSiteWithoutALiveSignalIsStaleAndWithoutAnyReadingSilent() {
    long now = NOW.toEpochMilli();
    SiteFreshness stale =
        SiteFreshness.at(now).add(now - 100_000, 60_000, Quality.STATUS_GOOD).total();
    assertThat(stale.state()).isEqualTo(Freshness.STALE);
    SiteFreshness empty = SiteFreshness.at(now).total();
    assertThat(empty).isEqualTo(new SiteFreshness(Freshness.SILENT, 0, 0, 0, 0, Freshness.NEVER));
  }
}
