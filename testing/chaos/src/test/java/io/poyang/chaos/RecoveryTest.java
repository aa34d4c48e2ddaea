package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final long SECOND = 1_000_000_000L;

  private final Recovery recovery = new Recovery(100);

  @Test
  void lastsFromTheHealUntilTheBacklogIsNormalAndTheUplinkUp() {
    recovery.hit();
    recovery.state(0, true, SECOND);
    recovery.healed(2 * SECOND);
    recovery.state(101, true, 3 * SECOND);
    recovery.state(50, false, 4 * SECOND);
    recovery.state(100, true, 5 * SECOND);
    recovery.state(100, true, 9 * SECOND);

    assertThat(recovery.worst()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aFaultDuringTheRecoveryBeginsItAnew() {
    recovery.hit();
    recovery.healed(1 * SECOND);
    recovery.hit();
    recovery.state(0, true, 5 * SECOND);
    recovery.healed(6 * SECOND);
    recovery.state(0, true, 7 * SECOND);

    assertThat(recovery.worst()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void faultsThatOverlapAreHealedByTheLast() {
    recovery.hit();
    recovery.hit();
    recovery.healed(1 * SECOND);
    recovery.state(0, true, 2 * SECOND);
    assertThat(recovery.worst()).isZero();

    recovery.healed(3 * SECOND);
    recovery.state(0, true, 5 * SECOND);
    assertThat(recovery.worst()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theWorstCounts() {
    for (long length : new long[] {1, 4, 2}) {
      recovery.hit();
      recovery.healed(10 * SECOND);
      recovery.state(0, true, (10 + length) * SECOND);
    }

    assertThat(recovery.worst()).isEqualTo(Duration.ofSeconds(4));
  }
}
