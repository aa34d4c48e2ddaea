package io.poyang.edge.log;

import static io.poyang.edge.log.Readings.EDGE;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.edge.log.LogAtRest.Summary;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import java.nio.file.Path;
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

  @Test
  void renewedLogBeginsAChainOfItsOwnAndKeepsItsNumbers() {
    long before;
    try (Log log = open()) {
      log.append(readings(1, 25)).toCompletableFuture().join();
      before = log.epoch();
    }
    assertThat(LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT)).isEqualTo(3);
    try (Log log = open()) {
      log.append(readings(1, 1)).toCompletableFuture().join();
      assertThat(log.read(1, 10, 10).stream().map(StoredBatch::epoch))
          .containsExactly(before, before, before, log.epoch());
    }
    open().close();
    assertThat(LogAtRest.show(folder).epochs().stream().map(LogAtRest.Epoch::previous).toList())
        .as("only the next opening begins a chain")
        .element(1)
        .isEqualTo(Opening.NONE);
    assertThat(LogAtRest.show(folder).epochs().getLast().previous()).isNotEqualTo(Opening.NONE);
  }

  @Test
  void logInUseOrOfAnotherEdgeOrNotThereIsNotRenewed() {
    assertThatThrownBy(() -> LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT))
        .hasMessageContaining("no log in");
    Log log = open();
    assertThatThrownBy(() -> LogAtRest.renew(folder, EDGE, LogBounds.DEFAULT))
        .hasMessageContaining("in use by another agent");
    log.close();
    assertThatThrownBy(() -> LogAtRest.renew(folder, new EdgeId("other"), LogBounds.DEFAULT))
        .hasMessageContaining("belongs to edge north-works-agent");
  }

  private Log open() {
    return Log.open(folder, EDGE, SETTINGS, InstantSource.fixed(Readings.START));
  }
}
