package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every opening of a log has a number of its own and knows the one before it. */
class EpochsTest {
  private static final LogSettings SETTINGS = new LogSettings(Duration.ZERO, 5, 10_000);

  @TempDir Path folder;

  /** SQLite removes the write-ahead log with the last connection that is closed. */
  @Test
  void openingThatFailsLeavesNoFileOpen() throws Exception {
    try (Log log = open(folder)) {
      keep(log, 1);
    }
    Path file = folder.resolve("log.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute(
          "CREATE TRIGGER full BEFORE INSERT ON opening BEGIN SELECT RAISE(ABORT, 'full'); END");
    }
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("full");
    assertThat(folder.resolve("log.db-wal")).doesNotExist();
  }

  @Test
  void firstOpeningOfALogHasNoneBeforeIt() {
    try (Log log = open(folder)) {
      keep(log, 3);
      assertThat(log.epoch()).isPositive();
      assertThat(headers(log))
          .singleElement()
          .satisfies(
              header -> {
                assertThat(header.id()).isEqualTo(new BatchId(EDGE, log.epoch(), 1));
                assertThat(header.opening()).isEqualTo(Opening.OF_NEW_LOG);
              });
    }
  }

  @Test
  void nextOpeningChainsToTheOneBeforeAndItsNumbersRunOn() {
    long before = openAndKeep(12);
    try (Log log = open(folder)) {
      assertThat(log.epoch()).isNotEqualTo(before);
      keep(log, 1);
      assertThat(headers(log).stream().map(Batch.Header::id))
          .containsExactly(
              new BatchId(EDGE, before, 1),
              new BatchId(EDGE, before, 2),
              new BatchId(EDGE, before, 3),
              new BatchId(EDGE, log.epoch(), 4));
      assertThat(headers(log).getLast().opening()).isEqualTo(new Opening(4, before));
    }
  }

  /** Ingest would never hear of it, and could not tell who follows whom. */
  @Test
  void openingThatKeptNothingIsNoLinkOfTheChain() {
    long before = openAndKeep(1);
    openAndKeep(0);
    openAndKeep(0);
    try (Log log = open(folder)) {
      keep(log, 1);
      assertThat(headers(log).getLast().opening()).isEqualTo(new Opening(2, before));
    }
  }

  @Test
  void renewedLogBeginsAnewAlsoWhereItsFirstOpeningKeptNothing() {
    openAndKeep(0);
    openAndKeep(1);
    try (Log log = open(folder)) {
      log.free(1);
    }
    LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START);
    openAndKeep(0);
    try (Log log = open(folder)) {
      keep(log, 1);
      assertThat(headers(log).getLast().opening().previous()).isEqualTo(Opening.NONE);
    }
  }

  /** What a power cut may do to a disk whose file system had not yet written the WAL's blocks. */
  @Test
  void epochOfWhichEverythingWasTornAwayIsNotGoneOnWith() throws Exception {
    Path cut = folder.resolve("cut");
    long torn;
    try (Log log = open(folder.resolve("whole"))) {
      keep(log, 1);
      torn = log.epoch();
      Files.createDirectories(cut);
      Files.copy(folder.resolve("whole/log.db"), cut.resolve("log.db"));
    }
    try (Log log = open(cut)) {
      keep(log, 1);
      assertThat(headers(log)).hasSize(1);
      assertThat(headers(log).getLast().id().epoch()).isNotEqualTo(torn);
      assertThat(headers(log).getLast().opening()).isEqualTo(Opening.OF_NEW_LOG);
    }
  }

  @Test
  void copiesOfALogGiveNoNumberTwice() throws Exception {
    openAndKeep(7);
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(folder.resolve("log.db"), copy.resolve("log.db"));
    try (Log one = open(folder);
        Log other = open(copy)) {
      keep(one, 1);
      keep(other, 2);
      assertThat(headers(one).getLast().id()).isNotEqualTo(headers(other).getLast().id());
      assertThat(headers(one).getLast().opening()).isEqualTo(headers(other).getLast().opening());
    }
  }

  @Test
  void gapsTravelInABatchOfTheirOwn() {
    Gap gap =
        new Gap(
            Gap.Cause.SOURCE_DOWN,
            OptionalLong.empty(),
            Readings.START,
            Readings.START.plusSeconds(60),
            List.of(Readings.SIGNAL),
            Optional.empty(),
            "plc was away");
    try (Log log = open(folder)) {
      log.append(gap).toCompletableFuture().join();
      keep(log, 2);
      assertThat(headers(log).getFirst().gaps()).containsExactly(gap);
      assertThat(headers(log).getLast().gaps()).isEmpty();
      StoredBatch told = log.read(1, 1, 1).getFirst();
      assertThat(told.gaps()).isEqualTo(1);
      assertThat(told.readings()).isZero();
      assertThat(told.lastAtMillis()).isEqualTo(gap.to().toEpochMilli());
    }
  }

  private long openAndKeep(int count) {
    try (Log log = open(folder)) {
      keep(log, count);
      return log.epoch();
    }
  }

  private static Log open(Path in) {
    return Log.open(in, EDGE, SETTINGS, InstantSource.fixed(Readings.START));
  }

  private static void keep(Log log, int count) {
    log.append(readings(0, count)).toCompletableFuture().join();
  }

  private static List<Batch.Header> headers(Log log) {
    BatchCodec codec = new BatchCodec(1 << 20);
    return log.read(1, Long.MAX_VALUE, 1000).stream()
        .map(batch -> codec.decode(batch.payload()).header())
        .toList();
  }
}
