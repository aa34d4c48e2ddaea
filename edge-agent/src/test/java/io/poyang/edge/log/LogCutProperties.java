package io.poyang.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.wire.BatchCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Cut or spoil the log's files at any byte. The write-ahead log's tail may be torn, as a power cut
 * tears what was not synced: a committed prefix survives. The main file holds synced bytes only;
 * where some of those are gone, each batch is still given back or told of, and the file is kept.
 */
class LogCutProperties {
  private static final int COMMITS = 12;
  private static final int PER_COMMIT = 1200;
  private static final LogSettings SETTINGS = new LogSettings(Duration.ZERO, 480, 10_000);

  /** A log's files while it was open, and its one file after it was closed. */
  private record Original(
      long epoch, byte[] database, byte[] wal, byte[] closed, List<List<Integer>> batches) {
    static Original write() {
      try {
        Path folder = Files.createTempDirectory("cut");
        try {
          return write(folder);
        } finally {
          delete(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Original write(Path folder) throws IOException {
      Path file = folder.resolve("log.db");
      Log log = Log.open(folder, Readings.EDGE, SETTINGS, InstantSource.system());
      for (int i = 0; i < COMMITS; i++) {
        log.append(Readings.readings(i * PER_COMMIT, PER_COMMIT)).toCompletableFuture().join();
      }
      byte[] database = Files.readAllBytes(file);
      byte[] wal = Files.readAllBytes(folder.resolve("log.db-wal"));
      List<List<Integer>> batches =
          log.read(1, Long.MAX_VALUE, 10_000).stream()
              .map(batch -> Readings.numbers(batch.payload()))
              .toList();
      log.close();
      return new Original(log.epoch(), database, wal, Files.readAllBytes(file), batches);
    }
  }

  private static final Original ORIGINAL = Original.write();

  @Property(tries = 10)
  void cutWalKeepsACommittedPrefix(@ForAll @IntRange(min = 0, max = 9_999) int at)
      throws IOException {
    int length = (int) ((long) ORIGINAL.wal().length * at / 10_000);
    assertPrefix(reopen(ORIGINAL.database(), Arrays.copyOf(ORIGINAL.wal(), length)));
  }

  @Property(tries = 10)
  void spoiledWalKeepsACommittedPrefix(@ForAll @IntRange(min = 0, max = 9_999) int at)
      throws IOException {
    byte[] spoiled = ORIGINAL.wal().clone();
    spoiled[(int) ((long) spoiled.length * at / 10_000)] ^= 0x55;
    assertPrefix(reopen(ORIGINAL.database(), spoiled));
  }

  @Property(tries = 10)
  void cutDatabaseIsSetAsideAndWhatIsMissingIsTold(@ForAll @IntRange(min = 1, max = 9_999) int at)
      throws IOException {
    byte[] whole = ORIGINAL.closed();
    byte[] cut = Arrays.copyOf(whole, (int) ((long) whole.length * at / 10_000));
    Opened opened = reopen(cut, new byte[0]);
    assertThat(opened.aside()).isEqualTo(cut);
    assertAccounted(opened);
  }

  /**
   * A byte that the disk has changed: what is given back is what was written, and what is not given
   * back is told of. Only the life row's owner and the version are believed, and refused untouched.
   */
  @Property(tries = 15)
  void spoiltDatabaseGivesBackWhatWasWrittenOrTellsOfIt(
      @ForAll @IntRange(min = 0, max = 99_999) int at, @ForAll @IntRange(min = 0, max = 7) int bit)
      throws IOException {
    byte[] spoilt = ORIGINAL.closed().clone();
    spoilt[(int) ((long) spoilt.length * at / 100_000)] ^= (byte) (1 << bit);
    Opened opened;
    try {
      opened = reopen(spoilt, new byte[0]);
    } catch (LogException e) {
      assertThat(e).hasMessageMatching(".*(belongs to edge|has version).*");
      return;
    }
    assertAccounted(opened);
  }

  /** Whole pages gone, as when a sector dies: the first, one in the middle, many. */
  @Property(tries = 10)
  void lostPagesCostTheirOwnBatchesOnly(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 9_999) Integer> at)
      throws IOException {
    byte[] spoilt = ORIGINAL.closed().clone();
    int pages = spoilt.length / 4096;
    for (int one : at) {
      int page = (int) ((long) pages * one / 10_000);
      Arrays.fill(spoilt, page * 4096, (page + 1) * 4096, (byte) 0x5a);
    }
    assertAccounted(reopen(spoilt, new byte[0]));
  }

  private static void assertAccounted(Opened opened) {
    assertThat(opened.epoch()).isNotEqualTo(ORIGINAL.epoch());
    assertThat(opened.held()).doesNotHaveDuplicates();
    for (int batch = 0; batch < ORIGINAL.batches().size(); batch++) {
      long sequence = batch + 1;
      boolean given = opened.held().containsAll(ORIGINAL.batches().get(batch));
      boolean told =
          opened.gaps().stream()
              .anyMatch(
                  gap ->
                      gap.cause() == Gap.Cause.LOG_DAMAGED
                          && gap.batches().map(in -> in.contains(sequence)).orElse(true));
      assertThat(given || told).as("batch %d is there or told of", sequence).isTrue();
    }
    long given = opened.held().size();
    opened.gaps().stream()
        .filter(gap -> opened.gaps().size() == 1 && gap.readings().isPresent())
        .forEach(
            gap ->
                assertThat(given + gap.readings().orElseThrow()).isEqualTo(COMMITS * PER_COMMIT));
  }

  private static void assertPrefix(Opened opened) {
    assertThat(opened.epoch()).isNotEqualTo(ORIGINAL.epoch());
    assertThat(opened.held()).isEqualTo(IntStream.range(0, opened.held().size()).boxed().toList());
    assertThat(opened.held().size() % PER_COMMIT).isZero();
    assertThat(opened.gaps()).isEmpty();
    assertThat(opened.aside()).isEmpty();
  }

  private record Opened(long epoch, List<Integer> held, List<Gap> gaps, byte[] aside) {}

  private static Opened reopen(byte[] newDatabase, byte[] newWal) throws IOException {
    Path folder = Files.createTempDirectory("cut");
    Files.write(folder.resolve("log.db"), newDatabase);
    if (newWal.length > 0) {
      Files.write(folder.resolve("log.db-wal"), newWal);
    }
    try (Log log = Log.open(folder, Readings.EDGE, SETTINGS, InstantSource.system())) {
      List<Integer> held =
          log.read(1, Long.MAX_VALUE, 10_000).stream()
              .flatMap(batch -> Readings.numbers(batch.payload()).stream())
              .toList();
      // Whatever the reading found to be spoilt is told of with the next commit.
      long last = log.lastSequence();
      log.append(Readings.readings(0, 1)).toCompletableFuture().join();
      BatchCodec codec = new BatchCodec(1 << 20);
      List<Gap> gaps =
          log.read(1, Long.MAX_VALUE, 10_000).stream()
              .flatMap(batch -> codec.decode(batch.payload()).gaps().stream())
              .toList();
      assertThat(log.lastSequence()).isGreaterThan(last);
      return new Opened(log.epoch(), held, gaps, aside(folder));
    } finally {
      delete(folder);
    }
  }

  private static byte[] aside(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().matches("log.db.corrupt-.*Z"))
              .toList();
      return found.isEmpty() ? new byte[0] : Files.readAllBytes(found.getFirst());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
