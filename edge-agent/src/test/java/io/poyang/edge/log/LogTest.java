package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.numbers;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.wire.BatchCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  private static final InstantSource TIME = InstantSource.fixed(Readings.START);

  @TempDir Path folder;
  private final List<Log> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Log::close);
  }

  @Test
  void whatWasAppendedIsThereAfterReopening() {
    Log log = open(10);
    keep(log, 1, 25);
    log.close();

    Log again = open(10);
    assertThat(again.lastSequence()).isEqualTo(3);
    assertThat(again.backlog().batches()).isEqualTo(3);
    assertThat(again.backlog().readings()).isEqualTo(25);
    assertThat(held(again))
        .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1).limit(25).toList());
  }

  @Test
  void batchCarriesItsOwnNumberAndIsTheSameBytesFromMemoryAndFromDisk() {
    Log log = open(10);
    keep(log, 1, 7);
    StoredBatch fromMemory = log.read(1, 1, 1).getFirst();
    assertThat(new BatchCodec(1 << 20).decode(fromMemory.payload()).id())
        .isEqualTo(new BatchId(EDGE, log.epoch(), 1));
    assertThat(fromMemory.firstAtMillis()).isEqualTo(Readings.START.plusMillis(1).toEpochMilli());
    assertThat(fromMemory.lastAtMillis()).isEqualTo(Readings.START.plusMillis(7).toEpochMilli());
    log.close();

    assertThat(open(10).read(1, 1, 1).getFirst().payload()).isEqualTo(fromMemory.payload());
  }

  @Test
  void freedBatchesLeaveAtOnceForReadersAndWithTheNextCommitForTheDisk() {
    Log log = open(5);
    keep(log, 1, 20);
    log.free(1);
    log.free(3);
    assertThat(sequences(log)).containsExactly(2L, 4L);
    await().until(() -> log.backlog().batches() == 2);
    log.close();

    Log again = open(5);
    assertThat(sequences(again)).containsExactly(2L, 4L);
    assertThat(again.backlog().readings()).isEqualTo(10);
  }

  @Test
  void numbersGoOnAfterEverythingWasFreed() {
    Log log = open(5);
    keep(log, 1, 5);
    log.free(1);
    await().until(() -> log.backlog().equals(Backlog.EMPTY));
    log.close();

    Log again = open(5);
    keep(again, 6, 5);
    assertThat(sequences(again)).containsExactly(2L);
  }

  @Test
  void aWaitingReadingIsCommittedWithoutOthersToShareWith() {
    Log log = open(1000);
    keep(log, 1, 1);
    assertThat(log.backlog().readings()).isEqualTo(1);
  }

  @Test
  void batchOfLongNamesStaysBelowWhatIngestTakes() {
    Log log = open(10_000);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      SignalId signal = new SignalId(Readings.SITE, "p" + i + "x".repeat(80));
      readings.add(new Reading(signal, Readings.START, i, Quality.GOOD));
    }
    log.append(readings).toCompletableFuture().join();
    assertThat(log.read(1, 100, 100))
        .hasSizeGreaterThan(1)
        .allMatch(batch -> batch.payload().length < 1 << 20);
    assertThat(log.backlog().readings()).isEqualTo(10_000);
  }

  @Test
  void fullQueueRefusesAndNamesTheMend() {
    Log log = open(new LogSettings(Duration.ofHours(1), 100, 100));
    CompletableFuture<Void> waiting = log.append(readings(1, 60)).toCompletableFuture();
    CompletableFuture<Void> refused = log.append(readings(61, 60)).toCompletableFuture();
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(LogFullException.class)
        .hasMessageContaining("60 readings wait but at most 100 may");
    log.append(readings(61, 40)).toCompletableFuture().join();
    assertThat(waiting).isCompleted();
  }

  @Test
  void fullDiskRefusesUntilThereIsRoomAgain() throws Exception {
    Log log = open(1000);
    keep(log, 1, 1000);
    log.limitPages(12);
    int taken = 1000;
    CompletableFuture<Void> next = log.append(readings(taken + 1, 1000)).toCompletableFuture();
    while (succeeds(next) && taken < 100_000) {
      taken += 1000;
      next = log.append(readings(taken + 1, 1000)).toCompletableFuture();
    }
    assertThatThrownBy(next::join)
        .hasCauseInstanceOf(LogException.class)
        .hasMessageContaining("free space on its disk");
    assertThat(log.failing()).contains("full");

    log.limitPages(1_000_000);
    keep(log, taken + 1, 1000);
    assertThat(log.failing()).isNull();
    assertThat(held(log)).hasSize(taken + 1000).doesNotHaveDuplicates();
    assertThat(sequences(log)).last().isEqualTo(log.lastSequence());
  }

  @Test
  void secondAgentOnTheSameFolderIsRefused() {
    open(10);
    assertThatThrownBy(() -> open(10))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("in use by another agent");
  }

  @Test
  void logOfAnotherEdgeIsRefusedUntouched() {
    Log log = open(10);
    keep(log, 1, 3);
    log.close();
    assertThatThrownBy(() -> Log.open(folder, new EdgeId("other"), LogSettings.DEFAULT, TIME))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("belongs to edge north-works-agent but this agent is other");
    assertThat(held(open(10))).containsExactly(1, 2, 3);
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(() -> Log.open(file.resolve("data"), EDGE, LogSettings.DEFAULT, TIME))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("cannot be created");
  }

  @Test
  void logThatWasOnlyHalfMadeIsMadeAgain() throws Exception {
    Files.write(folder.resolve("log.db.new"), new byte[100]);
    Log log = open(10);
    keep(log, 1, 1);
    assertThat(log.lastSequence()).as("no gap tells of a log that never was").isEqualTo(1);
  }

  /** As when the process ends between setting the damaged file aside and naming the fresh one. */
  @Test
  void logThatWasReadyToTakeOverIsTaken() throws Exception {
    Log log = open(10);
    keep(log, 1, 25);
    log.close();
    Files.move(folder.resolve("log.db"), folder.resolve("log.db.new"));
    assertThat(held(open(10))).hasSize(25);
  }

  private static boolean succeeds(CompletableFuture<Void> append) {
    try {
      append.join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private Log open(int batchSize) {
    return open(new LogSettings(Duration.ofMillis(5), batchSize, 100_000));
  }

  private Log open(LogSettings settings) {
    Log log = Log.open(folder, EDGE, settings, TIME);
    opened.add(log);
    return log;
  }

  private static void keep(Log log, int from, int count) {
    log.append(readings(from, count)).toCompletableFuture().join();
  }

  private static List<Long> sequences(Log log) {
    return log.read(1, Long.MAX_VALUE, 10_000).stream().map(StoredBatch::sequence).toList();
  }

  private static List<Integer> held(Log log) {
    return log.read(1, Long.MAX_VALUE, 10_000).stream()
        .flatMap(batch -> numbers(batch.payload()).stream())
        .toList();
  }
}
