package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.edge.log.LogAtRest.Summary;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
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

class LogAtRestTest {
  private static final LogSettings SETTINGS = new LogSettings(Duration.ZERO, 10, 10_000);
  private static final Gap GAP =
      new Gap(
          Gap.Cause.SOURCE_OVERFLOW,
          OptionalLong.of(3),
          Readings.START,
          Readings.START,
          List.of(Readings.SIGNAL),
          Optional.empty(),
          "queue of 8");

  private static final BatchCodec CODEC = new BatchCodec(1 << 20);

  @TempDir Path folder;

  @Test
  void runningLogIsShown() {
    long before;
    try (Log log = open()) {
      log.append(readings(1, 25)).toCompletableFuture().join();
      before = log.epoch();
    }
    try (Log log = open()) {
      log.append(GAP).toCompletableFuture().join();
      Summary shown = LogAtRest.show(folder);
      assertThat(shown.edge()).isEqualTo(EDGE);
      assertThat(shown.epochs())
          .containsExactly(
              new LogAtRest.Epoch(before, 1, Opening.NONE, Readings.START),
              new LogAtRest.Epoch(log.epoch(), 4, before, Readings.START));
      assertThat(shown.lastSequence()).isEqualTo(4);
      assertThat(shown.backlog()).isEqualTo(log.backlog());
      assertThat(shown.oldest().orElseThrow().sequence()).isEqualTo(1);
      assertThat(shown.oldest().orElseThrow().firstAt()).isEqualTo(Readings.reading(1).at());
      assertThat(shown.gaps()).containsExactly(GAP);
      assertThat(shown.fileBytes()).isPositive();
      log.append(readings(1, 1)).toCompletableFuture().join();
    }
  }

  /** The main file is shorter than the log while the newest pages are beside it. */
  @Test
  void runningLogIsShownBeforeItsPagesAreInTheMainFile() {
    try (Log log = open()) {
      log.append(readings(1, 5_000)).toCompletableFuture().join();
      assertThat(LogAtRest.show(folder).backlog()).isEqualTo(log.backlog());
    }
  }

  @Test
  void renewedLogBeginsAChainOfItsOwnWithWhatHadNoReceipt() {
    try (Log log = open()) {
      log.append(readings(1, 25)).toCompletableFuture().join();
      log.free(2);
    }
    try (Log log = open()) {
      log.append(GAP).toCompletableFuture().join();
    }
    assertThat(LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START)).isEqualTo(3);
    try (Log log = open()) {
      log.append(readings(26, 1)).toCompletableFuture().join();
      List<Batch> batches =
          log.read(1, 100, 100).stream().map(row -> CODEC.decode(row.payload())).toList();
      assertThat(batches.stream().map(batch -> batch.id().sequence()))
          .as("without a hole")
          .containsExactly(5L, 6L, 7L, 8L);
      long renewed = batches.getFirst().id().epoch();
      assertThat(batches.subList(0, 3))
          .allSatisfy(
              batch -> {
                assertThat(batch.id().epoch()).isEqualTo(renewed);
                assertThat(batch.header().opening()).isEqualTo(new Opening(5, Opening.NONE));
              });
      assertThat(batches.getLast().header().opening()).isEqualTo(new Opening(8, renewed));
      assertThat(batches.stream().mapToInt(Batch::size).sum()).isEqualTo(16);
      assertThat(batches.get(2).gaps()).containsExactly(GAP);
      assertThat(log.backlog().readings()).isEqualTo(16);
    }
  }

  /** The agent would find the hole and tell of it; after the renewal nobody could. */
  @Test
  void damagedLogIsNotRenewedBeforeItsAgentHasToldOfTheLoss() throws Exception {
    try (Log log = open()) {
      log.append(readings(1, 100)).toCompletableFuture().join();
    }
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("log.db"));
        Statement statement = file.createStatement()) {
      statement.executeUpdate("DELETE FROM batch WHERE sequence = 5");
    }
    assertThatThrownBy(() -> LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START))
        .hasMessageContaining("start its agent once");
    open().close();
    assertThat(LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START)).isEqualTo(10);
    assertThat(LogAtRest.show(folder).gaps())
        .singleElement()
        .matches(gap -> gap.readings().orElseThrow() == 10);
  }

  @Test
  void renewedLogWithNothingLeftJustBeginsAnew() {
    try (Log log = open()) {
      log.append(readings(1, 10)).toCompletableFuture().join();
      log.free(1);
    }
    assertThat(LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START)).isZero();
    try (Log log = open()) {
      assertThat(LogAtRest.show(folder).epochs())
          .containsExactly(new LogAtRest.Epoch(log.epoch(), 2, Opening.NONE, Readings.START));
    }
  }

  @Test
  void logInUseOrOfAnotherEdgeOrNotThereIsNotRenewed() {
    assertThatThrownBy(() -> LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START))
        .hasMessageContaining("no log in");
    Log log = open();
    assertThatThrownBy(() -> LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT, Readings.START))
        .hasMessageContaining("in use by another agent");
    log.close();
    assertThatThrownBy(
            () -> LogAtRest.renew(folder, new EdgeId("other"), LogBounds.DEFAULT, Readings.START))
        .hasMessageContaining("belongs to edge north-works-agent");
  }

  private Log open() {
    return Log.open(folder, EDGE, SETTINGS, InstantSource.fixed(Readings.START));
  }
}
