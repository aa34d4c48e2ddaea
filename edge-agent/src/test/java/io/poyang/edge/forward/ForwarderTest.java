package io.poyang.edge.forward;

import static io.poyang.edge.log.Readings.numbers;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.log.Backlog;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.log.Readings;
import io.poyang.edge.uplink.FarIngest.Received;
import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.MemoryUplink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwarderTest {
  @TempDir Path folder;
  private Log log;
  private final MemoryUplink uplink = new MemoryUplink(8);
  private Forwarder forwarder;

  @BeforeEach
  void open() {
    log =
        Log.open(
            folder,
            Readings.EDGE,
            new LogSettings(Duration.ofMillis(1), 100, 10_000),
            InstantSource.system());
    forwarder = new Forwarder(log, uplink, false);
    forwarder.start();
  }

  @AfterEach
  void close() {
    forwarder.close();
    uplink.close();
    log.close();
  }

  @Test
  void outageLeavesBackfillBehindAndWhatIsNewGoesLiveBesideIt() {
    keep(0, 400);
    uplink.start(forwarder);
    await()
        .until(
            () -> {
              uplink.answer(0);
              return uplink.received().size() == 4;
            });
    keep(400, 100);
    arrive(5);
    assertThat(uplink.received().stream().map(Received::way))
        .containsExactly("backfill", "backfill", "backfill", "backfill", "live");
    assertThat(numbers(uplink.received().get(0).payload())).startsWith(0);
    assertThat(numbers(uplink.received().get(4).payload())).startsWith(400);
  }

  @Test
  void backfillIsCompressedAndLiveIsTheLogsOwnBytes() {
    keep(0, 100);
    uplink.start(forwarder);
    await().until(() -> uplink.received().size() == 1);
    keep(100, 100);
    await().until(() -> uplink.received().size() == 2);
    byte[] stored = log.read(1, 1, 1).getFirst().payload();
    assertThat(uplink.received().get(0).payload()).hasSizeLessThan(stored.length);
    assertThat(numbers(uplink.received().get(0).payload())).isEqualTo(numbers(stored));
    assertThat(uplink.received().get(1).payload())
        .isEqualTo(log.read(2, 2, 1).getFirst().payload());
  }

  @Test
  void acknowledgedBatchesLeaveTheLog() {
    uplink.start(forwarder);
    keep(0, 250);
    await().until(() -> uplink.received().size() == 3);
    assertThat(log.backlog().readings()).isEqualTo(250);
    uplink.answer(0);
    await().until(() -> log.backlog().equals(Backlog.EMPTY));
    assertThat(forwarder.acknowledged()).isEqualTo(3);
  }

  @Test
  void refusedBatchGoesAgainAsTheSameBytesAndOnlyThatOne() {
    uplink.start(forwarder);
    keep(0, 200);
    await().until(() -> uplink.received().size() == 2);
    uplink.answer(0, 0x97);
    uplink.answer(0, 0);
    await().until(() -> uplink.received().size() == 3);
    List<Received> received = uplink.received();
    assertThat(received.get(2).payload()).isEqualTo(received.get(0).payload());
    uplink.answer(0);
    await().until(() -> log.backlog().equals(Backlog.EMPTY));
    assertThat(forwarder.sent()).isEqualTo(3);
  }

  @Test
  void batchRefusedForAReasonOfItsOwnHoldsUpNoOther() {
    uplink.start(forwarder);
    keep(0, 100);
    await().until(() -> uplink.received().size() == 1);
    uplink.answer(0, 0x99);
    for (int i = 1; i <= 20; i++) {
      keep(i * 100, 100);
      int arrived = i + 1;
      await().until(() -> uplink.received().size() == arrived);
      uplink.answer(0);
    }
    await().until(() -> forwarder.acknowledged() == 20);
    assertThat(numbers(log.read(1, 1, 1).getFirst().payload())).startsWith(0);
  }

  @Test
  void batchThatCouldNotBeHandedOverGoesAgain() {
    uplink.stumble();
    uplink.start(forwarder);
    keep(0, 100);
    await().until(() -> uplink.received().size() == 1);
    uplink.answer(0);
    await().until(() -> log.backlog().equals(Backlog.EMPTY));
    assertThat(forwarder.sent()).isEqualTo(2);
  }

  @Test
  void windowBoundsWhatIsOnItsWay() {
    uplink.start(forwarder);
    keep(0, 2000);
    await().until(() -> uplink.unanswered().size() == 8);
    uplink.answer(0, 0);
    await().until(() -> uplink.received().size() == 9);
    assertThat(uplink.unanswered()).hasSize(8);
  }

  @Test
  void batchesRefusedForAReasonOfTheirOwnDoNotFillTheWindow() {
    uplink.start(forwarder);
    for (int i = 0; i < 20; i++) {
      keep(i * 100, 100);
      arrive(i + 1);
      uplink.answer(0x95);
    }
    keep(2000, 100);
    arrive(21);
    uplink.answer(0);
    await().until(() -> forwarder.acknowledged() == 1);
    await().until(() -> forwarder.resting() == 20);
  }

  @Test
  void copiedLogIsSaidUntilABatchFromAfterTheCopyIsTaken() {
    keep(0, 100);
    uplink.start(forwarder);
    arrive(1);
    keep(100, 100);
    arrive(2);
    uplink.answer(1, 0x83);
    await().until(() -> forwarder.copiedLog().isPresent());
    assertThat(forwarder.copiedLog())
        .hasValueSatisfying(
            said -> assertThat(said).contains("restored or cloned", "./poyang log renew --config"));
    uplink.answer(0);
    await().until(() -> forwarder.acknowledged() == 1);
    assertThat(forwarder.copiedLog()).isPresent();
    keep(200, 100);
    arrive(3);
    uplink.answer(0);
    await().until(() -> forwarder.copiedLog().isEmpty());
  }

  @Test
  void batchesThatTheLogHasDroppedAreNotWaitedFor() {
    keep(0, 300);
    log.free(2);
    uplink.start(forwarder);
    await()
        .until(
            () -> {
              uplink.answer(0);
              return uplink.received().size() == 2;
            });
    keep(300, 100);
    arrive(3);
    assertThat(uplink.received().stream().map(one -> numbers(one.payload()).getFirst()))
        .containsExactly(0, 200, 300);
  }

  @Test
  void receiptsAreTimedByLane() {
    Queue<Lane> heard = new ConcurrentLinkedQueue<>();
    forwarder.watch((lane, took) -> heard.add(lane));
    keep(0, 100);
    uplink.start(forwarder);
    arrive(1);
    keep(100, 100);
    arrive(2);
    uplink.answer(0);
    await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder(Lane.BACKFILL, Lane.LIVE);
  }

  private void arrive(int count) {
    await().until(() -> uplink.received().size() == count);
  }

  private void keep(int from, int count) {
    log.append(readings(from, count)).toCompletableFuture().join();
  }
}
