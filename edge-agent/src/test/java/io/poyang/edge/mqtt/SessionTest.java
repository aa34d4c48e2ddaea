package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.source.RecordingSink;
import io.poyang.edge.source.Untold;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final SiteId SITE = new SiteId("north-works");
  private static final SignalId POWER = new SignalId(SITE, "power");
  private static final SignalId TOTAL = new SignalId(SITE, "total");

  private final RecordingSink sink = new RecordingSink();
  private final Untold untold = new Untold(Gap.Cause::label);
  private final Session session = new Session(List.of(POWER), null, untold);

  @Test
  void firstSessionOfAllHasLostNothing() {
    session.greeted(false);
    session.listens(at(10), nanos(10));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void sessionThatTheBrokerKeptHasLostNothing() {
    listenUntil(100);
    session.greeted(true);
    session.listens(at(200), nanos(200));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void sessionThatTheBrokerForgotMayHaveLostAnySignalSinceTheLastMessage() {
    session.greeted(false);
    session.listens(at(10), nanos(10));
    session.heard(List.of(reading(TOTAL)), true, nanos(90));
    session.ended(nanos(100));
    session.greeted(false);
    session.listens(at(200), nanos(200));
    assertThat(gaps())
        .singleElement()
        .isEqualTo(
            new Gap(
                Gap.Cause.SOURCE_DOWN,
                OptionalLong.empty(),
                at(90),
                at(200),
                List.of(POWER, TOTAL),
                Optional.empty(),
                "source-down"));
  }

  @Test
  void quietConnectionIsCertainUpToTheKeepAlivesThatItAnswered() {
    listenUntil(1_000);
    session.greeted(false);
    session.listens(at(1_100), nanos(1_100));
    assertThat(gaps()).singleElement().matches(gap -> gap.from().equals(at(970)));
  }

  @Test
  void sessionForgottenIsNotForgivenByTheOneThatAnUnfinishedConnectionBegan() {
    listenUntil(100);
    session.greeted(false);
    session.ended(nanos(110));
    session.greeted(true);
    session.listens(at(200), nanos(200));
    assertThat(gaps()).singleElement().matches(gap -> gap.from().equals(at(70)));
  }

  @Test
  void messagesThatWaitedInTheBrokerDoNotShortenTheOutage() {
    listenUntil(100);
    session.greeted(false);
    session.heard(List.of(reading(POWER)), true, nanos(199));
    session.listens(at(200), nanos(200));
    assertThat(gaps()).singleElement().matches(gap -> gap.from().equals(at(70)));
  }

  @Test
  void brokerThatKeepsTheSessionStillKeepsNothingOfQualityOfServiceZero() {
    session.greeted(false);
    session.listens(at(10), nanos(10));
    session.heard(List.of(reading(TOTAL)), false, nanos(50));
    session.ended(nanos(60));
    session.greeted(true);
    session.listens(at(200), nanos(200));
    assertThat(gaps())
        .singleElement()
        .matches(gap -> gap.signals().equals(List.of(TOTAL)))
        .matches(gap -> gap.from().equals(at(50)));
  }

  @Test
  void restartedAgentKnowsWhatTheBrokerForgot(@TempDir Path folder) {
    session.greeted(false);
    session.listens(at(10), nanos(10));
    session.heard(List.of(reading(TOTAL)), true, nanos(50));
    SessionFile file = new SessionFile(folder, "gate");
    file.keep(session.toKeep(at(60), nanos(60)));

    Session next = new Session(List.of(POWER), file.read(), untold);
    assertThat(next.toKeep(at(70), nanos(1)))
        .isEqualTo(new Session.Kept(at(60), false, Map.of(POWER, false, TOTAL, false)));
    next.greeted(false);
    next.listens(at(500), nanos(2));
    assertThat(gaps())
        .singleElement()
        .matches(gap -> gap.signals().equals(List.of(POWER, TOTAL)))
        .matches(gap -> gap.from().equals(at(60)) && gap.to().equals(at(500)));
  }

  /** Where the log's disk is full, that may be long after. */
  @Test
  void agentThatIsKilledBeforeTheLogHasTheGapTellsOfItLater(@TempDir Path folder) {
    listenUntil(100);
    session.greeted(false);
    session.listens(at(200), nanos(200));
    SessionFile file = new SessionFile(folder, "gate");
    file.keep(session.toKeep(at(210), nanos(210)));

    Session next = new Session(List.of(POWER), file.read(), new Untold(Gap.Cause::label));
    assertThat(next.toKeep(at(220), nanos(1))).isEqualTo(file.read());
    Untold told = new Untold(Gap.Cause::label);
    next = new Session(List.of(POWER), file.read(), told);
    next.greeted(true);
    next.listens(at(500), nanos(2));
    told.tell(sink::lost, gap -> {});
    assertThat(sink.gaps())
        .singleElement()
        .matches(gap -> gap.signals().equals(List.of(POWER)))
        .matches(gap -> gap.from().equals(at(70)) && gap.to().equals(at(500)));
  }

  @Test
  void gapThatTheLogHasIsNotToldAgain() {
    listenUntil(100);
    session.greeted(false);
    session.listens(at(200), nanos(200));
    assertThat(gaps()).hasSize(1);
    assertThat(session.toKeep(at(210), nanos(210)))
        .isEqualTo(new Session.Kept(at(210), false, Map.of(POWER, false)));
  }

  @Test
  void clockThatWasSetBackHidesNoLoss() {
    Session next =
        new Session(List.of(POWER), new Session.Kept(at(9_000), false, Map.of()), untold);
    next.greeted(false);
    next.listens(at(100), nanos(1));
    assertThat(gaps()).singleElement().matches(gap -> gap.from().equals(at(100)));
  }

  @Test
  void fileOfNoUseIsPassedOver(@TempDir Path folder) throws Exception {
    SessionFile file = new SessionFile(folder, "gate");
    assertThat(file.read()).isNull();
    Files.writeString(folder.resolve("mqtt-gate.session"), "not a time\n");
    assertThat(file.read()).isNull();
  }

  private void listenUntil(int second) {
    session.greeted(false);
    session.listens(at(10), nanos(10));
    session.ended(nanos(second));
  }

  private List<Gap> gaps() {
    untold.tell(sink::lost, gap -> {});
    return sink.gaps();
  }

  private static Reading reading(SignalId signal) {
    return new Reading(signal, at(1), 1, Quality.GOOD);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static long nanos(int second) {
    return second * 1_000_000_000L;
  }
}
