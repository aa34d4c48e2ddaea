package io.poyang.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Cut the log's files at any byte: a committed prefix survives, or the file is set aside whole. */
class LogCutProperties {
  private static final int COMMITS = 30;
  private static final int PER_COMMIT = 20;
  private static final LogSettings SETTINGS = new LogSettings(Duration.ZERO, 8, 10_000);

  /** A log's files while it was open, and its one file after it was closed. */
  private record Original(long epoch, byte[] database, byte[] wal, byte[] closed) {
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
      log.close();
      return new Original(log.epoch(), database, wal, Files.readAllBytes(file));
    }
  }

  private static final Original ORIGINAL = Original.write();

  @Property(tries = 40)
  void cutWalKeepsACommittedPrefix(@ForAll @IntRange(min = 0, max = 9_999) int at)
      throws IOException {
    int length = (int) ((long) ORIGINAL.wal().length * at / 10_000);
    assertPrefix(reopen(ORIGINAL.database(), Arrays.copyOf(ORIGINAL.wal(), length)));
  }

  @Property(tries = 40)
  void spoiledWalKeepsACommittedPrefix(@ForAll @IntRange(min = 0, max = 9_999) int at)
      throws IOException {
    byte[] spoiled = ORIGINAL.wal().clone();
    spoiled[(int) ((long) spoiled.length * at / 10_000)] ^= 0x55;
    assertPrefix(reopen(ORIGINAL.database(), spoiled));
  }

  @Property(tries = 40)
  void cutDatabaseIsSetAsideWholeAndANewEpochBegins(@ForAll @IntRange(min = 1, max = 9_999) int at)
      throws IOException {
    byte[] whole = ORIGINAL.closed();
    byte[] cut = Arrays.copyOf(whole, (int) ((long) whole.length * at / 10_000));
    Opened opened = reopen(cut, new byte[0]);
    assertThat(opened.held()).isEmpty();
    assertThat(opened.epoch()).isNotEqualTo(ORIGINAL.epoch());
    assertThat(opened.aside()).isEqualTo(cut);
  }

  private static void assertPrefix(Opened opened) {
    assertThat(opened.epoch()).isNotEqualTo(ORIGINAL.epoch());
    assertThat(opened.held()).isEqualTo(IntStream.range(0, opened.held().size()).boxed().toList());
    assertThat(opened.held().size() % PER_COMMIT).isZero();
    assertThat(opened.aside()).isEmpty();
  }

  private record Opened(long epoch, List<Integer> held, byte[] aside) {}

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
      log.append(Readings.readings(0, 1)).toCompletableFuture().join();
      return new Opened(log.epoch(), held, aside(folder));
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
