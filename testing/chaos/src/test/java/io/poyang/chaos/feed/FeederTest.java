package io.poyang.chaos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeederTest {
  private final Sequence sequence = new Sequence(new SiteId("chaos-0"), 3, Instant.EPOCH);
  private final Numbers safe = new Numbers();
  private final List<Reading> taken = Collections.synchronizedList(new ArrayList<>());
  private BooleanSupplier takes = () -> true;
  private final Feeder feeder =
      new Feeder(
          "feed",
          sequence,
          new Feeder.Pace(50_000, 20),
          safe::add,
          InstantSource.fixed(Instant.EPOCH));

  private final Sink sink =
      new Sink() {
        @Override
        public CompletionStage<Void> accept(List<Reading> readings) {
          if (!takes.getAsBoolean()) {
            return CompletableFuture.failedStage(new IllegalStateException("full"));
          }
          taken.addAll(readings);
          return CompletableFuture.completedStage(null);
        }

        @Override
        public void discovered(List<SignalSetting> signals) {}

        @Override
        public CompletionStage<Void> lost(Gap gap) {
          return CompletableFuture.completedStage(null);
        }
      };

  @AfterEach
  void stop() {
    feeder.close();
  }

  private void feedUpTo(long least, long from, List<Span> first) {
    feeder.start(sink);
    feeder.feed(from, first);
    await().until(() -> safe.end() >= least);
    feeder.finish();
    await().until(() -> feeder.finishedAt() >= 0);
  }

  @Test
  void everyReadingIsOfferedOnceWhereAllAreTaken() {
    feedUpTo(1000, 0, List.of());

    assertThat(taken).containsExactlyElementsOf(sequence.readings(new Span(0, safe.end())));
    assertThat(feeder.finishedAt()).isEqualTo(safe.end());
  }

  @Test
  void whatIsNotTakenIsOfferedAgainUntilItIs() {
    Random chance = new Random(1);
    takes = () -> chance.nextInt(3) == 0;

    feedUpTo(1000, 0, List.of());

    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(sequence.readings(new Span(0, safe.end())));
  }

  /** What was safe before a restart must not come again: it would make up for a loss. */
  @Test
  void afterARestartOnlyWhatWasNotSafeIsOffered() {
    feedUpTo(600, 500, List.of(new Span(10, 13), new Span(100, 150)));

    List<Reading> expected = new ArrayList<>(sequence.readings(new Span(10, 13)));
    expected.addAll(sequence.readings(new Span(100, 150)));
    expected.addAll(sequence.readings(new Span(500, safe.end())));
    assertThat(taken).containsExactlyElementsOf(expected);
  }
}
