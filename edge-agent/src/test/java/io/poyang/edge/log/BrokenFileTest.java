package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.numbers;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that breaks under a running agent is mended without a restart. */
class BrokenFileTest {
  private static final LogSettings SETTINGS = new LogSettings(Duration.ZERO, 1000, 100_000);
  private static final InstantSource FIXED = InstantSource.fixed(Readings.START);
  private static final int KEPT = 40_000;

  @TempDir Path folder;
  private @Nullable Log opened;
  private long before;

  @BeforeEach
  void keepSomeOnDiskOnly() {
    try (Log log = open()) {
      for (int i = 0; i < KEPT; i += 1000) {
        keep(log, i, 1000);
      }
      before = log.epoch();
    }
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void brokenTreeIsMendedWhileItIsReadAndCostsNothing() throws Exception {
    Log log = running();
    long epoch = log.epoch();
    overwriteTrees();
    assertThat(held(log)).isEqualTo(IntStream.range(0, KEPT).boxed().toList());
    assertThat(log.epoch()).isNotEqualTo(epoch);
    keep(log, KEPT, 500);
    assertThat(held(log)).hasSize(KEPT + 500);
    assertThat(gaps(log)).isEmpty();
    assertThat(setAside()).hasSize(1);
  }

  @Test
  void brokenPagesUnderARunningAgentAreToldOf() throws Exception {
    Log log = running();
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("log.db").toFile(), "rw")) {
      for (long page = 20; page < 60; page++) {
        file.seek(page * 4096);
        file.write(new byte[4096]);
      }
    }
    List<Integer> held = held(log);
    keep(log, KEPT, 1);
    assertThat(held.size()).isLessThan(KEPT);
    assertThat(gaps(log)).allMatch(gap -> gap.cause() == Gap.Cause.LOG_DAMAGED);
    long told = gaps(log).stream().mapToLong(gap -> gap.readings().orElseThrow()).sum();
    assertThat(held.size() + told).isEqualTo(KEPT);
    assertThat(gaps(log).getFirst().batches().orElseThrow().epoch()).isEqualTo(before);
  }

  @Test
  void deletedFileIsNoticedAndWhatItHeldIsToldOf() throws Exception {
    Log log = running();
    keep(log, KEPT, 500);
    Files.delete(folder.resolve("log.db"));
    await()
        .until(
            () -> {
              keep(log, KEPT + 500, 1);
              return !gaps(log).isEmpty();
            });
    Gap gap = gaps(log).getFirst();
    assertThat(gap.cause()).isEqualTo(Gap.Cause.LOG_DAMAGED);
    assertThat(held(log)).contains(KEPT, KEPT + 499).doesNotContain(0);
    assertThat(Files.exists(folder.resolve("log.db"))).isTrue();
  }

  /** As when somebody restores a backup without stopping the agent. */
  @Test
  void olderFileInItsPlaceNeitherTakesNumbersBackNorWhatMemoryHas() throws Exception {
    Path file = folder.resolve("log.db");
    Path older = Files.copy(file, folder.resolve("older"));
    Log log = running();
    keep(log, KEPT, 500);
    long last = log.lastSequence();
    long epoch = log.epoch();
    Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder.resolve("log.db-wal"));
    keep(log, KEPT + 500, 1);
    assertThat(held(log)).isEqualTo(IntStream.range(0, KEPT + 501).boxed().toList());
    assertThat(log.lastSequence()).isEqualTo(last + 1);
    assertThat(gaps(log)).isEmpty();
    assertThat(LogAtRest.show(folder).epochs())
        .anyMatch(next -> next.first() == last + 1 && next.previous() == epoch);
  }

  @Test
  void whatAnOlderFileLacksAndMemoryHasNotIsToldOf() throws Exception {
    Path file = folder.resolve("log.db");
    Path older = Files.copy(file, folder.resolve("older"));
    Log log = Log.open(folder, EDGE, new LogSettings(Duration.ZERO, 1, 100_000), FIXED);
    opened = log;
    long first = log.lastSequence() + 1;
    long epoch = log.epoch();
    keep(log, KEPT, 10_000);
    for (long freed = 1; freed < first; freed++) {
      log.free(freed);
    }
    await().until(() -> log.backlog().batches() == 10_000);
    Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder.resolve("log.db-wal"));
    keep(log, KEPT + 10_000, 1);
    long lowest = KEPT + 10_000 - numbersFrom(log, first).size() + 1;
    assertThat(lowest).isGreaterThan(KEPT);
    assertThat(gaps(log))
        .singleElement()
        .matches(gap -> gap.readings().isEmpty())
        .extracting(gap -> gap.batches().orElseThrow())
        .isEqualTo(new Gap.Batches(epoch, first, first + (lowest - KEPT) - 1));
  }

  private static List<Integer> numbersFrom(Log log, long first) {
    return log.read(first, Long.MAX_VALUE, 20_000).stream()
        .flatMap(batch -> numbers(batch.payload()).stream())
        .toList();
  }

  /** A folder that is gone is a disk that is gone: another log in its place would hide it. */
  @Test
  void vanishedFolderIsWaitedFor() throws Exception {
    Log log = running();
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    try {
      await().until(() -> !succeeds(log));
      assertThat(log.failing()).contains("is gone: mount its disk again");
    } finally {
      Files.move(away, folder);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> succeeds(log));
    assertThat(held(log)).contains(0, KEPT - 1);
    assertThat(log.failing()).isNull();
  }

  /**
   * Only payloads have a checksum; the number beside one may be anything once its page is spoilt.
   */
  @Test
  void rowWithANumberNeverGivenMovesNoNumbers() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("log.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO batch SELECT 4000000000000000000, epoch, readings, gaps, 5000000000000000000,"
              + " 5000000000000000000, kept_at, checksum + 1, payload FROM batch LIMIT 1");
    }
    Log log = running();
    keep(log, KEPT, 1);
    assertThat(log.lastSequence()).isLessThan(100);
    assertThat(held(log)).contains(0, KEPT);
    assertThat(gaps(log)).allMatch(gap -> gap.to().isBefore(Instant.parse("2100-01-01T00:00:00Z")));
  }

  /**
   * Had it given more numbers than it still knows, ingest would take their second use for a copy.
   */
  @Test
  void logThatMayHaveLostItsEndBeginsAChainOfItsOwn() throws Exception {
    cutBy(60);
    Log log = running();
    keep(log, KEPT, 1);
    assertThat(mended().previous()).isEqualTo(Opening.NONE);
    assertThat(mended().first()).isGreaterThan(1);
    assertThat(gaps(log)).isNotEmpty();
  }

  @Test
  void logOfWhichNothingIsMissingGoesOnWithItsChain() throws Exception {
    overwriteRootOfBatches();
    Log log = running();
    keep(log, KEPT, 1);
    List<LogAtRest.Epoch> epochs = LogAtRest.show(folder).epochs();
    assertThat(epochs.getFirst().epoch()).isEqualTo(before);
    assertThat(epochs.getLast().previous()).isEqualTo(before);
  }

  private void cutBy(int pages) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("log.db").toFile(), "rw")) {
      file.setLength(file.length() - pages * 4096L);
    }
  }

  /** The epoch under which the losses are told of; the one after it is the agent's own. */
  private Opening mended() {
    List<LogAtRest.Epoch> epochs = LogAtRest.show(folder).epochs();
    LogAtRest.Epoch mended = epochs.get(epochs.size() - 2);
    return new Opening(mended.first(), mended.previous());
  }

  private void overwriteRootOfBatches() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("log.db");
    long root;
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = 'batch'")) {
      row.next();
      root = row.getLong(1);
    }
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("log.db").toFile(), "rw")) {
      file.seek((root - 1) * 4096);
      file.write(new byte[4096]);
    }
  }

  private void overwriteTrees() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("log.db").toFile(), "rw")) {
      for (long page = 0; page < file.length() / 4096; page++) {
        file.seek(page * 4096);
        int type = file.read();
        if (type == 5) {
          file.seek(page * 4096);
          file.write(new byte[4096]);
        }
      }
    }
  }

  private Log running() {
    Log log = open();
    opened = log;
    return log;
  }

  private Log open() {
    return Log.open(folder, EDGE, SETTINGS, FIXED);
  }

  private static boolean succeeds(Log log) {
    try {
      keep(log, 0, 1);
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static void keep(Log log, int from, int count) {
    log.append(readings(from, count)).toCompletableFuture().join();
  }

  private static List<Integer> held(Log log) {
    return log.read(1, Long.MAX_VALUE, 10_000).stream()
        .flatMap(batch -> numbers(batch.payload()).stream())
        .toList();
  }

  private static List<Gap> gaps(Log log) {
    BatchCodec codec = new BatchCodec(1 << 20);
    return log.read(1, Long.MAX_VALUE, 10_000).stream()
        .map(batch -> codec.decode(batch.payload()))
        .map(Batch::gaps)
        .flatMap(List::stream)
        .toList();
  }

  private List<Path> setAside() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith("Z")).toList();
    }
  }
}
