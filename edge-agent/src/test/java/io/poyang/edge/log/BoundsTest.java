package io.poyang.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.log.Bounds.Usage;
import io.poyang.edge.log.LogBounds.WhenFull;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final long MIB = 1 << 20;
  private static final long PLENTY = 1L << 40;

  /** 64 MiB: 16 of them for the write-ahead log, so 12,288 pages, of which 384 only for gaps. */
  private final Bounds bounds =
      new Bounds(new LogBounds(64 * MIB, Duration.ofDays(1), 100 * MIB, WhenFull.DROP_OLDEST));

  @Test
  void whatFitsLacksNothing() {
    assertThat(bounds.walBytes()).isEqualTo(16 * MIB);
    assertThat(bounds.lacking(new Usage(11_000, 0, 0, PLENTY), 904, false)).isZero();
    assertThat(bounds.lacking(new Usage(12_000, 1000, 0, PLENTY), 904, false)).isZero();
  }

  @Test
  void sizeIsThatOfPagesInUse() {
    assertThat(bounds.lacking(new Usage(12_000, 0, 0, PLENTY), 904, false)).isEqualTo(1000);
  }

  @Test
  void wordOfALossHasAReserve() {
    assertThat(bounds.lacking(new Usage(11_904, 0, 0, PLENTY), 20, false)).isEqualTo(20);
    assertThat(bounds.lacking(new Usage(11_904, 0, 0, PLENTY), 20, true)).isZero();
  }

  @Test
  void fileDoesNotGrowIntoWhatOthersAreLeft() {
    long little = 100 * MIB + 16 * MIB + 40 * 4096;
    assertThat(bounds.lacking(new Usage(500, 0, 0, little), 40, false)).isZero();
    assertThat(bounds.lacking(new Usage(500, 0, 0, little), 50, false)).isEqualTo(10);
    assertThat(bounds.lacking(new Usage(500, 50, 0, 0), 50, false))
        .as("pages of its own it may use however full the volume is")
        .isZero();
  }

  @Test
  void roomThatTheWriteAheadLogHasAlreadyIsNotCountedTwice() {
    long little = 100 * MIB + 40 * 4096;
    assertThat(bounds.lacking(new Usage(500, 0, 16 * MIB, little), 40, false)).isZero();
    assertThat(bounds.lacking(new Usage(500, 0, 0, little), 40, false)).isEqualTo(40);
  }

  @Test
  void dropsComeInChunksNeitherTinyNorEndless() {
    assertThat(bounds.chunk(1)).isEqualTo(384);
    assertThat(bounds.chunk(500)).isEqualTo(500);
    assertThat(bounds.chunk(1_000_000)).isEqualTo(64 * MIB / 4096);
  }

  @Test
  void aFileThatIsMostlyFreeIsGivenBackUntilAQuarterIs() {
    assertThat(Bounds.worthShrinking(new Usage(10_000, 5_000, 0, 0))).isFalse();
    assertThat(Bounds.worthShrinking(new Usage(10_000, 5_001, 0, 0))).isTrue();
    assertThat(Bounds.worthShrinking(new Usage(4_000, 4_000, 0, 0))).isFalse();
    assertThat(Bounds.worthGoingOn(new Usage(6_000, 1_501, 0, 0))).isTrue();
    assertThat(Bounds.worthGoingOn(new Usage(6_000, 1_500, 0, 0))).isFalse();
  }
}
