package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.log.LogBounds.WhenFull;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.wire.BatchCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log stays within its bounds, and tells of everything that it let go for them. */
class LogBoundsTest {
  private static final long SIZE = 1 << 20;
  private static final int BATCH = 1000;

  @TempDir Path folder;
  private final List<Log> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Log::close);
  }

  @Test
  void fullLogDropsItsOldestAndTellsExactlyWhatWasInThem() throws Exception {
    Log log = open(new LogBounds(SIZE, Duration.ofDays(1), 0, WhenFull.DROP_OLDEST));
    int kept = fill(log);
    assertThat(size()).isLessThanOrEqualTo(SIZE);
    List<Gap> gaps = gaps(log);
    long lost = gaps.stream().mapToLong(gap -> gap.readings().orElseThrow()).sum();
    assertThat(lost).isPositive().isEqualTo(log.losses().full());
    assertThat(log.backlog().readings()).isEqualTo(kept - lost);
    assertThat(gaps).allMatch(gap -> gap.cause() == Cause.LOG_FULL);
    Gap first = gaps.getFirst();
    assertThat(first.batches())
        .contains(new Gap.Batches(log.epoch(), 1, first.readings().orElseThrow() / BATCH));
    assertThat(first.from()).isEqualTo(Readings.reading(0).at());
    assertThat(first.to())
        .isEqualTo(Readings.reading((int) first.readings().orElseThrow() - 1).at());
    assertThat(first.detail()).contains("its size of 1024 KiB");
  }

  @Test
  void batchesThatTellOfALossAreNeverDropped() {
    Log log = open(new LogBounds(SIZE, Duration.ofDays(1), 0, WhenFull.DROP_OLDEST));
    Gap told =
        new Gap(
            Cause.SOURCE_DOWN,
            OptionalLong.empty(),
            Readings.START,
            Readings.START,
            List.of(),
            Optional.empty(),
            "first of all");
    log.append(told).toCompletableFuture().join();
    fill(log);
    assertThat(gaps(log)).startsWith(told);
    assertThat(log.losses().full()).isPositive();
  }

  @Test
  void whatIsOnItsWayIsNotDropped() {
    Log log = open(new LogBounds(SIZE, Duration.ofDays(1), 0, WhenFull.DROP_OLDEST));
    log.spare(sequence -> sequence <= 3);
    fill(log);
    assertThat(log.read(1, 3, 10)).hasSize(3);
    assertThat(gaps(log).getFirst().batches().orElseThrow().first()).isEqualTo(4);
  }

  @Test
  void refusingLogKeepsItsOldestAndTakesReadingsAgainWhenSomeWereFreed() throws Exception {
    Log log = open(new LogBounds(SIZE, Duration.ofDays(1), 0, WhenFull.REFUSE_NEWEST));
    int kept = 0;
    CompletableFuture<Void> next = log.append(readings(kept, BATCH)).toCompletableFuture();
    while (succeeds(next)) {
      kept += BATCH;
      next = log.append(readings(kept, BATCH)).toCompletableFuture();
    }
    assertThatThrownBy(next::join)
        .hasCauseInstanceOf(LogFullException.class)
        .hasMessageContaining("its size of 1024 KiB")
        .hasMessageContaining("raise log.max-size");
    assertThat(log.failing()).contains("takes no readings");
    assertThat(log.losses()).isEqualTo(new LogLosses(0, 0, 0, BATCH));
    assertThat(log.backlog().readings()).isEqualTo(kept);
    assertThat(size()).isLessThanOrEqualTo(SIZE);

    Gap told =
        new Gap(
            Cause.NOT_KEPT,
            OptionalLong.of(BATCH),
            Readings.START,
            Readings.START,
            List.of(),
            Optional.empty(),
            "the source could not hold on to them");
    log.append(told).toCompletableFuture().join();
    assertThat(gaps(log)).as("there is always room for word of a loss").containsExactly(told);

    for (long sequence = 1; sequence <= 10; sequence++) {
      log.free(sequence);
    }
    log.append(readings(kept, BATCH)).toCompletableFuture().join();
    assertThat(log.failing()).isNull();
  }

  @Test
  void fileDoesNotGrowWhereTheVolumeIsNearlyFull() {
    Log log =
        open(new LogBounds(SIZE, Duration.ofDays(1), Long.MAX_VALUE >> 1, WhenFull.DROP_OLDEST));
    CompletableFuture<Void> refused = log.append(readings(0, BATCH)).toCompletableFuture();
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(LogFullException.class)
        .hasMessageContaining("keep-free leaves");
  }

  @Test
  void whatWaitedForTooLongIsDroppedWithItsOwnCause() {
    LogBounds aDay = new LogBounds(1L << 30, Duration.ofSeconds(1), 0, WhenFull.REFUSE_NEWEST);
    Log before = open(aDay);
    before.append(readings(0, 2 * BATCH)).toCompletableFuture().join();
    long epoch = before.epoch();
    before.close();

    Log later =
        Log.open(folder, EDGE, settings(aDay), InstantSource.fixed(Readings.START.plusSeconds(2)));
    opened.add(later);
    await().until(() -> !gaps(later).isEmpty());
    assertThat(gaps(later))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo(Cause.LOG_AGED);
              assertThat(gap.readings()).hasValue(2L * BATCH);
              assertThat(gap.batches()).contains(new Gap.Batches(epoch, 1, 2));
            });
    assertThat(later.losses().aged()).isEqualTo(2L * BATCH);
  }

  /** A wall clock that jumps by years must not make the log throw anything away. */
  @Test
  void stepOfTheWallClockAgesNothing() throws Exception {
    LogBounds bounds = new LogBounds(1L << 30, Duration.ofHours(1), 0, WhenFull.DROP_OLDEST);
    LogClock clock = new LogClock(0, InstantSource.fixed(Readings.START));
    long kept = clock.millis();
    assertThat(clock.agedBefore(bounds.maxAge())).isLessThan(kept);
    LogClock wrongAtItsStart =
        new LogClock(kept + Duration.ofDays(3000).toMillis(), InstantSource.fixed(Readings.START));
    assertThat(wrongAtItsStart.agedBefore(bounds.maxAge())).isLessThan(kept);
  }

  @Test
  void emptiedFileIsGivenBackToTheVolume() throws Exception {
    Log log = open(new LogBounds(1L << 30, Duration.ofDays(1), 0, WhenFull.DROP_OLDEST));
    int batches = 0;
    while (size() < 40 << 20) {
      log.append(readings(batches * 20_000, 20_000)).toCompletableFuture().join();
      batches = (int) log.lastSequence() / 20;
    }
    for (long sequence = 1; sequence <= log.lastSequence(); sequence++) {
      log.free(sequence);
    }
    await().until(() -> Files.size(folder.resolve("log.db")) < 8 << 20);
    log.append(readings(0, 1)).toCompletableFuture().join();
    assertThat(log.backlog().readings()).isEqualTo(1);
  }

  /** Appends half again as much as fits, and says how many readings that were. */
  private static int fill(Log log) {
    int kept = 0;
    while (log.losses().full() == 0 || log.losses().full() < kept / 2) {
      log.append(readings(kept, BATCH)).toCompletableFuture().join();
      kept += BATCH;
    }
    return kept;
  }

  private Log open(LogBounds bounds) {
    Log log = Log.open(folder, EDGE, settings(bounds), InstantSource.fixed(Readings.START));
    opened.add(log);
    return log;
  }

  private static LogSettings settings(LogBounds bounds) {
    return new LogSettings(Duration.ZERO, BATCH, 100_000, bounds);
  }

  private static boolean succeeds(CompletableFuture<Void> append) {
    try {
      append.join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private long size() throws Exception {
    Path wal = folder.resolve("log.db-wal");
    return Files.size(folder.resolve("log.db")) + (Files.exists(wal) ? Files.size(wal) : 0);
  }

  private static List<Gap> gaps(Log log) {
    BatchCodec codec = new BatchCodec(1 << 20);
    return log.read(1, Long.MAX_VALUE, 100_000).stream()
        .filter(batch -> batch.gaps() > 0)
        .flatMap(batch -> codec.decode(batch.payload()).gaps().stream())
        .toList();
  }
}
