package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long START = -7_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final Schedule schedule = new Schedule(START, 50_000);

  @Test
  void theFirstIsDueAtOnceAndTheRestEvenly() {
    assertThat(schedule.dueNanos(0)).isEqualTo(START);
    assertThat(schedule.dueNanos(1)).isEqualTo(START + 20_000);
    assertThat(schedule.dueNanos(50_000)).isEqualTo(START + SECOND);
  }

  /** A day at a rate that no number of nanoseconds divides: rounding must not add up. */
  @Test
  void aLongRunDoesNotDrift() {
    Schedule thirds = new Schedule(0, 30_000);
    long day = 30_000L * 86_400;
    assertThat(thirds.dueNanos(day)).isEqualTo(86_400 * SECOND);
  }

  @Test
  void whoComesLateFindsAllThatWasDueMeanwhile() {
    assertThat(schedule.dueBy(START - 1)).isZero();
    assertThat(schedule.dueBy(START)).isEqualTo(1);
    assertThat(schedule.dueBy(START + 3 * SECOND)).isEqualTo(150_001);
  }

  /** Otherwise a stall would push the rest back, and nobody would see what waited behind it. */
  @Test
  void waitingForWhatIsLongDueReturnsAtOnceAndMovesNothing() {
    Schedule past = new Schedule(System.nanoTime() - 60 * SECOND, 1);
    past.await(59);
    assertThat(past.dueNanos(59)).isEqualTo(past.startNanos() + 59 * SECOND);
  }

  @Test
  void waitingDoesNotReturnBeforeItIsDue() {
    Schedule soon = new Schedule(System.nanoTime(), 100);
    soon.await(2);
    assertThat(System.nanoTime()).isGreaterThanOrEqualTo(soon.dueNanos(2));
  }

  @Test
  void aRateOfNothingIsNoRate() {
    assertThatThrownBy(() -> new Schedule(0, 0)).hasMessage("rate was 0.0/s but must be above 0");
  }
}
