package io.poyang.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.TransientStoreException;
import io.questdb.std.FilesFacadeImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestDbFailureTest {
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Period DAY = new Period(NOON, NOON.plus(Duration.ofDays(1)));
  private static final int NO_SPACE = 28;

  @TempDir Path folder;

  /** A disk that is full for folders whose path contains a word, or for all, until it is freed. */
  private static final class FullDisk extends FilesFacadeImpl {
    private volatile String full = "";
    private volatile boolean refused;

    @Override
    public int mkdirs(io.questdb.std.str.Path path, int mode) {
      if (!full.isEmpty() && path.toString().contains(full)) {
        refused = true;
        return -1;
      }
      return super.mkdirs(path, mode);
    }

    @Override
    public boolean allocate(long descriptor, long size) {
      if (full.equals("/")) {
        refused = true;
        return false;
      }
      return super.allocate(descriptor, size);
    }

    @Override
    public int errno() {
      return refused && !full.isEmpty() ? NO_SPACE : super.errno();
    }
  }

  private QuestDbSettings settings() {
    return new QuestDbSettings(folder, Duration.ofSeconds(2));
  }

  private static List<Batch> one(SignalId signal, long millis, double value) {
    Batch.Builder builder = Batch.builder();
    builder.add(signal, NOON.toEpochMilli() + millis, value, Quality.STATUS_GOOD, Quality.NO_FLAG);
    return List.of(builder.build(new BatchId(new EdgeId("e"), 1, 1)));
  }

  @Test
  void fullDiskIsToldWithItsFolderAndTheSameAppendSucceedsWhenFreed() {
    FullDisk disk = new FullDisk();
    EngineLog.install();
    try (QuestDbStore store = QuestDbStore.open(settings(), disk)) {
      disk.full = "/";
      assertThatThrownBy(() -> store.append(one(COD, 0, 1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("store folder " + folder + ": the disk is full: free space");
      disk.full = "";
      store.append(one(COD, 0, 1));
      store.awaitVisible();
      assertThat(store.count(COD, DAY)).isEqualTo(1);
    }
  }

  @Test
  void tableThatCouldNotFollowItsLogCatchesUpByItself() {
    FullDisk disk = new FullDisk();
    EngineLog.install();
    try (QuestDbStore store = QuestDbStore.open(settings(), disk)) {
      store.append(one(COD, 0, 1));
      store.awaitVisible();
      // A partition of the table, not a segment of its log.
      disk.full = "2026-04-01";
      long april = Duration.ofDays(31).toMillis();
      store.append(one(COD, april, 2));
      assertThatThrownBy(store::awaitVisible)
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("behind after 2 s");
      store.append(one(COD, april + 1, 3));
      disk.full = "";
      store.awaitVisible();
      assertThat(store.count(new Period(NOON, NOON.plus(Duration.ofDays(40))))).isEqualTo(3);
    }
  }

  @Test
  void timeBeforeTheEpochIsRefusedForGoodAndHarmsNothing() {
    try (QuestDbStore store = QuestDbStore.open(settings())) {
      assertThatThrownBy(() -> store.append(one(COD, -NOON.toEpochMilli() - 1, 1)))
          .isInstanceOf(PermanentStoreException.class)
          .hasMessageContaining(COD + " at 1969-12-31T23:59:59.999Z is outside");
      store.append(one(COD, 0, 1));
      store.awaitVisible();
      assertThat(store.count(COD, DAY)).isEqualTo(1);
    }
  }

  @Test
  void corruptTableIsAPermanentFailureThatNamesTheFolder() throws IOException {
    try (QuestDbStore store = QuestDbStore.open(settings())) {
      store.append(one(COD, 0, 1));
      store.awaitVisible();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.endsWith("_meta")).toList()) {
        Files.write(file, new byte[64]);
      }
    }
    assertThatThrownBy(
            () -> {
              try (QuestDbStore store = QuestDbStore.open(settings())) {
                store.count(COD, DAY);
              }
            })
        .isInstanceOf(PermanentStoreException.class)
        .hasMessageContaining("store folder " + folder)
        .hasMessageContaining("restore the folder from a backup or choose another folder");
    // The folder is free again for whoever mends it.
    FolderLock.take(folder).close();
  }

  @Test
  void folderThatIsAFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("data"), "not a folder");
    assertThatThrownBy(() -> QuestDbStore.open(QuestDbSettings.in(file)))
        .isInstanceOf(TransientStoreException.class)
        .hasMessageContaining("store folder " + file);
  }

  @Test
  void closeTwiceIsFine() {
    QuestDbStore store = QuestDbStore.open(settings());
    store.close();
    store.close();
  }

  @Test
  void closedStoreSaysSoInsteadOfTouchingTheEngine() {
    QuestDbStore store = QuestDbStore.open(settings());
    store.append(one(COD, 0, 1));
    store.close();
    assertThatThrownBy(() -> store.count(DAY))
        .isInstanceOf(TransientStoreException.class)
        .hasMessage("store folder " + folder + " is closed");
    assertThatThrownBy(() -> store.append(one(COD, 0, 1)))
        .isInstanceOf(TransientStoreException.class);
    assertThatThrownBy(store::awaitVisible).isInstanceOf(TransientStoreException.class);
  }

  @Test
  void readThatIsUnderWayIsEndedByClose() throws InterruptedException {
    QuestDbStore store = QuestDbStore.open(settings());
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < 10_000; i++) {
      builder.add(COD, NOON.toEpochMilli() + i, i, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    store.append(List.of(builder.build(new BatchId(new EdgeId("e"), 1, 1))));
    store.awaitVisible();
    AtomicReference<Throwable> end = new AtomicReference<>();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    store.read(
                        COD,
                        DAY,
                        found -> {
                          reading.countDown();
                          await(goOn);
                          return true;
                        });
                  } catch (TransientStoreException e) {
                    end.set(e);
                  }
                });
    reading.await();
    Thread closer = Thread.ofPlatform().start(store::close);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> store.count(DAY))
                    .isInstanceOf(TransientStoreException.class));
    goOn.countDown();
    reader.join();
    closer.join();
    assertThat(end.get()).hasMessageContaining("is being closed");
    QuestDbStore.open(settings()).close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
