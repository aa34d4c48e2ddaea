package io.poyang.edge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Source} promises, run over the real far side of each: a server or a broker that
 * the test stops and starts. A subclass says how a value is set there.
 *
 * <p>Each test begins with the far side stopped. A far side may show values of its own accord (an
 * OPC UA server its present ones), so that only what the test published is looked for.
 */
@Timeout(120)
public abstract class SourceContract {
  protected static final SiteId SITE = new SiteId("contract-works");
  protected static final SignalId LEVEL = new SignalId(SITE, "level");
  protected static final SignalId POWER = new SignalId(SITE, "power");

  /** Long enough for the slowest source to notice an outage and to come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00.250Z");

  private final List<Source> opened = new ArrayList<>();

  /** A new source over the far side, not started; one opened later continues where it left off. */
  protected abstract Source open(List<SignalId> signals) throws Exception;

  /** Comes back where it was before (same port), with what it keeps across a restart. */
  protected abstract void startFarSide() throws Exception;

  /** Does nothing where it is not running. */
  protected abstract void stopFarSide() throws Exception;

  /**
   * Sets a value at the far side, as a sensor would; never one of the same value and time twice.
   */
  protected abstract void publish(SignalId signal, double value, Instant at, Quality quality)
      throws Exception;

  /** Makes the far side show something for the signal that is no value, such as a text. */
  protected abstract void publishUnreadable(SignalId signal) throws Exception;

  /** While the far side is stopped: something happens to the signal that it will never hand on. */
  protected abstract void loseWhileStopped(SignalId signal) throws Exception;

  /** Whether the far side hands on again what was not acknowledged. */
  protected boolean acknowledges() {
    return false;
  }

  /** The qualities that the far side can express. */
  protected List<Quality> qualities() {
    return List.of(Quality.GOOD, Quality.UNCERTAIN, Quality.BAD);
  }

  @AfterEach
  void closeEverything() throws Exception {
    opened.forEach(Source::close);
    stopFarSide();
  }

  @Test
  void valueSourceTimeAndQualityArriveAsTheyWereSet() throws Exception {
    startFarSide();
    RecordingSink sink = connected();
    Instant at = NOON;
    for (Quality quality : qualities()) {
      at = at.plusMillis(1_001);
      Reading reading = new Reading(LEVEL, at, 1.1 + at.toEpochMilli() % 7, quality);
      publish(LEVEL, reading.value(), at, quality);
      arrives(sink, reading);
    }
  }

  @Test
  void readingsOfASignalArriveInOrder() throws Exception {
    startFarSide();
    RecordingSink sink = connected();
    for (int i = 1; i <= 20; i++) {
      publish(POWER, i, NOON.plusSeconds(i), Quality.GOOD);
    }
    arrives(sink, good(POWER, 20, NOON.plusSeconds(20)));
    // A far side that samples may pass values over, so order is asked for and not completeness.
    assertThat(
            sink.readingsOf(POWER).stream()
                .map(Reading::at)
                .filter(at -> at.isAfter(NOON) && at.isBefore(NOON.plusSeconds(21))))
        .isSorted();
  }

  @Test
  void startReturnsThoughTheFarSideIsDownAndReadingsArriveOnceItIsUp() throws Exception {
    RecordingSink sink = new RecordingSink();
    Source source = started(sink);
    assertThat(source.state()).isNotInstanceOf(SourceState.Connected.class);
    startFarSide();
    awaitConnected(source);
    publish(LEVEL, 4.5, NOON, Quality.GOOD);
    arrives(sink, good(LEVEL, 4.5, NOON));
  }

  @Test
  void comesBackByItselfFromARestartOfTheFarSide() throws Exception {
    startFarSide();
    RecordingSink sink = new RecordingSink();
    Source source = started(sink);
    awaitConnected(source);
    publish(LEVEL, 1, NOON, Quality.GOOD);
    arrives(sink, good(LEVEL, 1, NOON));

    stopFarSide();
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    startFarSide();
    awaitConnected(source);
    publish(LEVEL, 2, NOON.plusSeconds(60), Quality.GOOD);
    arrives(sink, good(LEVEL, 2, NOON.plusSeconds(60)));
  }

  @Test
  void stateSaysWhereItIsConnectedOrWhyNot() throws Exception {
    Source source = started(new RecordingSink());
    assertThat(source.name()).isNotBlank();
    assertThat(source.state().detail()).isNotBlank();
    startFarSide();
    awaitConnected(source);
    assertThat(source.state().detail()).isNotBlank();
  }

  @Test
  void whatCannotBeReadDoesNotStopTheRest() throws Exception {
    startFarSide();
    RecordingSink sink = connected();
    publishUnreadable(LEVEL);
    publish(POWER, 7, NOON, Quality.GOOD);
    publish(LEVEL, 8, NOON.plusSeconds(1), Quality.GOOD);
    arrives(sink, good(POWER, 7, NOON));
    arrives(sink, good(LEVEL, 8, NOON.plusSeconds(1)));
  }

  @Test
  void goesOnAfterTheSinkRefused() throws Exception {
    startFarSide();
    RecordingSink sink = new RecordingSink();
    Source source = started(sink);
    awaitConnected(source);
    sink.refuse();
    publish(LEVEL, 1, NOON, Quality.GOOD);
    offered(sink, good(LEVEL, 1, NOON));
    sink.take();
    awaitConnected(source);
    publish(LEVEL, 2, NOON.plusSeconds(1), Quality.GOOD);
    arrives(sink, good(LEVEL, 2, NOON.plusSeconds(1)));
  }

  @Test
  void whatTheSinkRefusedIsHandedOnAgain() throws Exception {
    assumeTrue(acknowledges(), "this far side has no acknowledgement");
    startFarSide();
    RecordingSink sink = connected();
    sink.refuse();
    publish(LEVEL, 1, NOON, Quality.GOOD);
    offered(sink, good(LEVEL, 1, NOON));
    sink.take();
    arrives(sink, good(LEVEL, 1, NOON));
  }

  @Test
  void whatWasNotYetSafeAtACrashIsHandedOnAgain() throws Exception {
    assumeTrue(acknowledges(), "this far side has no acknowledgement");
    startFarSide();
    RecordingSink dying = new RecordingSink();
    Source crashed = started(dying);
    awaitConnected(crashed);
    dying.hold();
    publish(LEVEL, 1, NOON, Quality.GOOD);
    offered(dying, good(LEVEL, 1, NOON));
    crashed.close();

    RecordingSink next = new RecordingSink();
    started(next);
    arrives(next, good(LEVEL, 1, NOON));
  }

  @Test
  void aSlowSinkLosesNothingItWasOffered() throws Exception {
    startFarSide();
    RecordingSink sink = connected();
    sink.hold();
    publish(LEVEL, 1, NOON, Quality.GOOD);
    offered(sink, good(LEVEL, 1, NOON));
    sink.take();
    publish(LEVEL, 2, NOON.plusSeconds(1), Quality.GOOD);
    arrives(sink, good(LEVEL, 1, NOON));
    arrives(sink, good(LEVEL, 2, NOON.plusSeconds(1)));
  }

  @Test
  void sinkIsNotCalledAfterClose() throws Exception {
    startFarSide();
    RecordingSink first = new RecordingSink();
    Source source = started(first);
    awaitConnected(source);
    source.close();
    source.close();
    int before = first.offered().size();

    RecordingSink second = connected();
    publish(LEVEL, 3, NOON, Quality.GOOD);
    arrives(second, good(LEVEL, 3, NOON));
    assertThat(first.offered()).hasSize(before);
    assertThat(source.state()).isNotInstanceOf(SourceState.Connected.class);
  }

  @Test
  void outageThatMayHaveCostReadingsIsToldOnce() throws Exception {
    startFarSide();
    RecordingSink sink = new RecordingSink();
    Source source = started(sink);
    awaitConnected(source);
    publish(LEVEL, 1, NOON, Quality.GOOD);
    arrives(sink, good(LEVEL, 1, NOON));
    assertThat(sink.gaps()).isEmpty();

    loseInAnOutage(source);
    tellsOfALoss(sink, Gap.Cause.SOURCE_DOWN);
    publish(LEVEL, 2, NOON.plusSeconds(600), Quality.GOOD);
    arrives(sink, good(LEVEL, 2, NOON.plusSeconds(600)));
    assertThat(sink.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.readings()).isEmpty();
              assertThat(gap.from()).isAfter(NOON).isBefore(gap.to());
              assertThat(gap.detail()).contains(source.name());
            });
  }

  @Test
  void lossThatTheSinkRefusedIsToldUntilItIsTaken() throws Exception {
    startFarSide();
    RecordingSink sink = new RecordingSink();
    Source source = started(sink);
    awaitConnected(source);
    publish(LEVEL, 1, NOON, Quality.GOOD);
    arrives(sink, good(LEVEL, 1, NOON));
    sink.refuse();
    loseInAnOutage(source);
    await().atMost(PATIENCE).until(() -> sink.refusedGaps() > 1);
    sink.take();
    tellsOfALoss(sink, Gap.Cause.SOURCE_DOWN);
    assertThat(sink.gaps().stream().filter(gap -> gap.cause() == Gap.Cause.SOURCE_DOWN)).hasSize(1);
  }

  @Test
  void whatTheSinkRefusedComesAgainOrIsToldAsLost() throws Exception {
    startFarSide();
    RecordingSink sink = connected();
    sink.refuse();
    publish(LEVEL, 1, NOON, Quality.GOOD);
    offered(sink, good(LEVEL, 1, NOON));
    sink.take();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                sink.readings().contains(good(LEVEL, 1, NOON))
                    || sink.gaps().stream().anyMatch(gap -> hasNotKept(gap, NOON)));
  }

  private static boolean hasNotKept(Gap gap, Instant at) {
    return gap.cause() == Gap.Cause.NOT_KEPT
        && gap.signals().contains(LEVEL)
        && gap.readings().orElse(0) > 0
        && !at.isBefore(gap.from())
        && !at.isAfter(gap.to());
  }

  @Test
  void quietSignalAndARestartOfTheSourceAreNoLoss() throws Exception {
    startFarSide();
    RecordingSink first = new RecordingSink();
    Source before = started(first);
    awaitConnected(before);
    publish(LEVEL, 1, NOON, Quality.GOOD);
    arrives(first, good(LEVEL, 1, NOON));
    before.close();

    RecordingSink second = connected();
    publish(POWER, 2, NOON.plusSeconds(1), Quality.GOOD);
    arrives(second, good(POWER, 2, NOON.plusSeconds(1)));
    assertThat(first.gaps()).isEmpty();
    assertThat(second.gaps().stream().filter(gap -> gap.signals().contains(LEVEL))).isEmpty();
  }

  private void loseInAnOutage(Source source) throws Exception {
    stopFarSide();
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    loseWhileStopped(LEVEL);
    startFarSide();
  }

  private static void tellsOfALoss(RecordingSink sink, Gap.Cause cause) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                sink.gaps().stream()
                    .anyMatch(gap -> gap.cause() == cause && gap.signals().contains(LEVEL)));
  }

  @Test
  void closesWhileTheFarSideIsDown() throws Exception {
    Source source = started(new RecordingSink());
    source.close();
    assertThat(source.state()).isNotInstanceOf(SourceState.Connected.class);
  }

  private RecordingSink connected() throws Exception {
    RecordingSink sink = new RecordingSink();
    awaitConnected(started(sink));
    return sink;
  }

  private Source started(Sink sink) throws Exception {
    Source source = open(List.of(LEVEL, POWER));
    opened.add(source);
    source.start(sink);
    return source;
  }

  private static Reading good(SignalId signal, double value, Instant at) {
    return new Reading(signal, at, value, Quality.GOOD);
  }

  private static void awaitConnected(Source source) {
    await().atMost(PATIENCE).until(() -> source.state() instanceof SourceState.Connected);
  }

  private static void arrives(RecordingSink sink, Reading reading) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.readings()).contains(reading));
  }

  private static void offered(RecordingSink sink, Reading reading) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.offered()).contains(reading));
  }
}
