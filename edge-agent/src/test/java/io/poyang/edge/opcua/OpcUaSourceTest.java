package io.poyang.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.source.RecordingSink;
import io.poyang.edge.source.SourceState;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a plant's server does to an agent, done by a real server. */
@Timeout(60)
final class OpcUaSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SignalId LEVEL = new SignalId(Bench.SITE, "level");
  private static final SignalId PUMP = new SignalId(Bench.SITE, "pump");

  @TempDir private Path data;
  private Path pki;
  private final RecordingSink sink = new RecordingSink();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestOpcUaServer server;
  private Bench bench;

  @BeforeEach
  void build() throws Exception {
    pki = data.resolve("pki");
    server = new TestOpcUaServer().historized("level", 1).number("pump", 2);
    bench = new Bench(pki, server);
    opened.add(server);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void statusArrivesWithItsDetailAndABadNothingIsNotANumber() throws Exception {
    server.start();
    started("level");
    Instant at = Instant.parse("2026-03-01T04:00:00.123Z");
    int lastUsable = (int) StatusCodes.Uncertain_LastUsableValue;
    int noCommunication = (int) StatusCodes.Bad_NoCommunication;
    server.set("level", 3.25, at, lastUsable);
    server.setEmpty("level", at.plusMillis(1), noCommunication);
    arrives(new Reading(LEVEL, at, 3.25, Quality.of(lastUsable)));
    arrives(new Reading(LEVEL, at.plusMillis(1), Double.NaN, Quality.of(noCommunication)));
  }

  @Test
  void booleansAndIntegersAreNumbers() throws Exception {
    server
        .point("running", NodeIds.Boolean, false, "tank", false)
        .point("mode", NodeIds.Int32, false, "tank", 0)
        .start();
    started("running", "mode");
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    server.set("running", true, at, 0);
    server.set("mode", 3, at, 0);
    arrives(reading(new SignalId(Bench.SITE, "running"), 1, at));
    arrives(reading(new SignalId(Bench.SITE, "mode"), 3, at));
  }

  @Test
  void serverTimeStandsInWhereTheSourceGaveNone() throws Exception {
    server.start();
    started("level");
    Instant at = Instant.parse("2026-03-01T04:00:00.500Z");
    server.set("level", new DataValue(new Variant(7.0), StatusCode.GOOD, null, new DateTime(at)));
    arrives(reading(LEVEL, 7, at));
  }

  @Test
  void unknownCertificateIsQuarantinedAndConnectsOnceApproved() throws Exception {
    TestOpcUaServer stranger =
        new TestOpcUaServer(TestOpcUaServer.Identity.named("localhost", "127.0.0.1"))
            .number("level", 5);
    opened.add(stranger);
    stranger.start();
    OpcUaSource source =
        start(bench.source(stranger.endpoint(), Bench.SITE, Bench.signals("level")));
    TrustStore store = new TrustStore(pki);
    await().atMost(PATIENCE).until(() -> store.quarantined().size() == 1);
    TrustStore.Certificate quarantined = store.quarantined().getFirst();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(source.state().detail())
                    .contains(
                        "not trusted",
                        "./poyang trust --config FILE approve " + quarantined.sha1(),
                        quarantined.sha256()));
    assertThat(sink.offered()).isEmpty();

    store.approve(quarantined.sha256());
    connected(source);
    await().atMost(PATIENCE).until(() -> sink.readings().size() == 1);

    store.revoke(quarantined.sha1());
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
  }

  @Test
  void certificateOfAnotherHostIsRefusedUnlessToldOtherwise() throws Exception {
    TestOpcUaServer other =
        new TestOpcUaServer(TestOpcUaServer.Identity.named("elsewhere", "192.0.2.1"))
            .number("level", 5);
    opened.add(other);
    Bench trusting = new Bench(pki, other);
    other.start();
    OpcUaSource strict = start(trusting.source(Bench.SITE, Bench.signals("level")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(strict.state().detail()).contains("elsewhere", "check-hostname"));
    connected(
        start(trusting.source(Bench.SITE, Bench.signals("level") + "check-hostname: false\n")));
  }

  @Test
  void wrongPasswordSaysSo() throws Exception {
    server.start();
    OpcUaSource source =
        start(
            bench.source(
                Bench.SITE, Bench.signals("level") + "username: agent\npassword: guessed\n"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(source.state().detail())
                    .contains("user 'agent' was refused", "check username and password")
                    .doesNotContain("guessed"));
  }

  @Test
  void withoutSecurityThePasswordStillGoesOnlyToATrustedServer() throws Exception {
    server.start();
    String yaml = Bench.signals("level") + "security: none\n";
    connected(start(bench.source(Bench.SITE, yaml)));

    TestOpcUaServer stranger =
        new TestOpcUaServer(TestOpcUaServer.Identity.named("localhost", "127.0.0.1"))
            .number("level", 5);
    opened.add(stranger);
    stranger.start();
    OpcUaSource refusing = start(bench.source(stranger.endpoint(), Bench.SITE, yaml));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(refusing.state().detail()).contains("not trusted"));
  }

  @Test
  void serverThatOffersLessSecurityIsNotTalkedTo() throws Exception {
    server.start();
    OpcUaSource source =
        start(
            bench.source(Bench.SITE, Bench.signals("level") + "security: Aes256_Sha256_RsaPss\n"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(source.state().detail())
                    .contains("offers no Aes256_Sha256_RsaPss SignAndEncrypt")
                    .contains("Basic256Sha256 SignAndEncrypt"));
  }

  @Test
  void changedNamespaceIndexIsFoundAfterARestart() throws Exception {
    server.start(0);
    OpcUaSource source = started("level");
    server.stop();
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    server.start(3);
    connected(source);
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    server.set("level", 9, at);
    arrives(reading(LEVEL, 9, at));
  }

  @Test
  void historyFillsWhatAnOutageCost() throws Exception {
    server.start();
    OpcUaSource source = started("level", "pump");
    Instant at = Instant.now().minusSeconds(60);
    server.set("level", 10, at);
    server.set("pump", 10, at);
    arrives(reading(LEVEL, 10, at));
    server.stop();
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    for (int i = 1; i <= 10; i++) {
      server.set("level", 10 + i, at.plusSeconds(i));
      server.set("pump", 10 + i, at.plusSeconds(i));
    }
    server.start();
    connected(source);
    arrives(reading(LEVEL, 20, at.plusSeconds(10)));
    List<Reading> level =
        sink.readingsOf(LEVEL).stream().filter(r -> !r.at().isBefore(at.minusMillis(1))).toList();
    assertThat(level)
        .extracting(Reading::value)
        .containsExactly(10., 11., 12., 13., 14., 15., 16., 17., 18., 19., 20.);
    // The pump has no history: its present value comes, and the loss is told.
    arrives(reading(PUMP, 20, at.plusSeconds(10)));
    await().atMost(PATIENCE).until(() -> bench.count("gaps") == 1);
    assertThat(sink.gaps()).noneMatch(gap -> gap.signals().contains(LEVEL));
  }

  @Test
  void brokenHistoryEndsNoConnectionAndIsReadOnceItAnswers() throws Exception {
    server.breakHistory(true);
    Instant at = afterAnOutageOf("level");
    double connects = bench.count("connects");
    Instant live = at.plusSeconds(30);
    server.set("level", 30, live);
    arrives(reading(LEVEL, 30, live));
    int reads = server.historyReads();
    await().atMost(PATIENCE).until(() -> server.historyReads() > reads + 2);
    assertThat(bench.count("connects")).isEqualTo(connects);
    assertThat(sink.readings()).doesNotContain(reading(LEVEL, 11, at.plusSeconds(1)));
    server.breakHistory(false);
    arrives(reading(LEVEL, 11, at.plusSeconds(1)));
    arrives(reading(LEVEL, 12, at.plusSeconds(2)));
    assertThat(bench.count("gaps")).isZero();
  }

  @Test
  void busyHistoryIsAskedAgain() throws Exception {
    // A server has few continuation points (OPC 10000-4, 7.9) and may be out of them for a while.
    server.refuseHistory(new StatusCode(StatusCodes.Bad_NoContinuationPoints));
    Instant at = afterAnOutageOf("level");
    await().atMost(PATIENCE).until(() -> server.historyReads() > 2);
    server.refuseHistory(null);
    arrives(reading(LEVEL, 11, at.plusSeconds(1)));
    assertThat(bench.count("gaps")).isZero();
  }

  @Test
  void historyThatIsRefusedForGoodIsACountedGap() throws Exception {
    server.refuseHistory(new StatusCode(StatusCodes.Bad_HistoryOperationUnsupported));
    afterAnOutageOf("level");
    await().atMost(PATIENCE).until(() -> bench.count("gaps") == 1);
  }

  /** Two values are missed after the one whose time is returned; the source is back then. */
  private Instant afterAnOutageOf(String point) throws Exception {
    server.start();
    OpcUaSource source = started(point);
    Instant at = Instant.now().minusSeconds(60);
    server.set(point, 10, at);
    arrives(reading(LEVEL, 10, at));
    server.stop();
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    server.set(point, 11, at.plusSeconds(1));
    server.set(point, 12, at.plusSeconds(2));
    server.set(point, 13, at.plusSeconds(3));
    server.start();
    connected(source);
    return at;
  }

  @Test
  void historyFillsWhatTheAgentWasDownFor() throws Exception {
    server.start();
    OpcUaSource before = started("level");
    Instant at = Instant.now().minusSeconds(60);
    server.set("level", 10, at);
    arrives(reading(LEVEL, 10, at));
    before.close();
    for (int i = 1; i <= 6; i++) {
      server.set("level", 10 + i, at.plusSeconds(i));
    }
    started("level");
    for (int i = 1; i <= 6; i++) {
      arrives(reading(LEVEL, 10 + i, at.plusSeconds(i)));
    }
  }

  @Test
  void historyFillsWhatTheLogRefused() throws Exception {
    server.start();
    started("level");
    await().atMost(PATIENCE).until(() -> !sink.readings().isEmpty());
    Instant at = Instant.now().minusSeconds(60);
    sink.refuse();
    server.set("level", 11, at);
    server.set("level", 12, at.plusMillis(5));
    await().atMost(PATIENCE).until(() -> sink.offered().size() >= 3);
    sink.take();
    arrives(reading(LEVEL, 11, at));
    arrives(reading(LEVEL, 12, at.plusMillis(5)));
  }

  @Test
  void frozenServerIsNoticedAndLeft() throws Exception {
    server.start();
    FreezingProxy proxy = new FreezingProxy(server.port());
    opened.add(proxy);
    OpcUaSource source = start(bench.source(proxy.endpoint(), Bench.SITE, Bench.signals("level")));
    connected(source);
    proxy.freeze(true);
    await().atMost(PATIENCE).until(() -> !(source.state() instanceof SourceState.Connected));
    proxy.freeze(false);
    connected(source);
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    server.set("level", 4, at);
    arrives(reading(LEVEL, 4, at));
  }

  @Test
  void closesSoonThoughTheServerIsFrozen() throws Exception {
    server.start();
    FreezingProxy proxy = new FreezingProxy(server.port());
    opened.add(proxy);
    OpcUaSource source = start(bench.source(proxy.endpoint(), Bench.SITE, Bench.signals("level")));
    connected(source);
    proxy.freeze(true);
    await().atMost(Duration.ofSeconds(4)).pollInSameThread().until(() -> closed(source));
  }

  private static boolean closed(OpcUaSource source) {
    source.close();
    return source.state().detail().endsWith("closed");
  }

  @Test
  void refusedDeadbandFallsBackToEveryChange() throws Exception {
    // A deadband on a Boolean is Bad_FilterNotAllowed (OPC 10000-4, 7.22.2).
    server.point("running", NodeIds.Boolean, false, "tank", false).start();
    start(
        bench.source(
            Bench.SITE,
            """
            signals:
              - {point: running, unit: "1", deadband: 0.5, node: '%s'}
              - {point: level, unit: m, deadband: 0.5, node: '%s'}
            """
                .formatted(TestOpcUaServer.address("running"), TestOpcUaServer.address("level"))));
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    await().atMost(PATIENCE).until(() -> sink.readings().size() == 2);
    server.set("running", true, at, 0);
    server.set("level", 1.2, at);
    server.set("level", 1.7, at.plusSeconds(1));
    arrives(reading(new SignalId(Bench.SITE, "running"), 1, at));
    arrives(reading(LEVEL, 1.7, at.plusSeconds(1)));
    assertThat(sink.readingsOf(LEVEL)).extracting(Reading::value).containsExactly(1., 1.7);
  }

  @Test
  void missingNodeDoesNotStopTheOthersAndIsFoundOnceItIsThere() throws Exception {
    server.number("late", 3).start();
    server.present("late", false);
    OpcUaSource source = started("level", "late");
    assertThat(source.state().detail()).contains("1 not on the server");
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    server.set("level", 4, at);
    arrives(reading(LEVEL, 4, at));

    server.present("late", true);
    SignalId late = new SignalId(Bench.SITE, "late");
    await().atMost(PATIENCE).until(() -> !sink.readingsOf(late).isEmpty());
    await().atMost(PATIENCE).until(() -> source.state().detail().contains("2 signals"));

    server.present("late", false);
    await().atMost(PATIENCE).until(() -> sink.readingsOf(late).getLast().quality().isBad());
    server.present("late", true);
    server.set("late", 6, at.plusSeconds(9));
    arrives(reading(late, 6, at.plusSeconds(9)));
  }

  @Test
  void queueOverflowIsCountedAndTheValueStaysGood() throws Exception {
    server.start();
    start(
        bench.source(
            Bench.SITE,
            Bench.signals("pump")
                + "queue-size: 2\npublishing-interval: 300ms\nsampling-interval: 10ms\n"));
    await().atMost(PATIENCE).until(() -> !sink.readings().isEmpty());
    Instant before = Instant.parse("2099-03-01T04:00:00Z");
    server.set("pump", 100, before);
    arrives(reading(PUMP, 100, before));
    Instant at = before.plusSeconds(60);
    for (int i = 1; i <= 10; i++) {
      server.set("pump", 100 + i, at.plusSeconds(i));
    }
    arrives(reading(PUMP, 110, at.plusSeconds(10)));
    assertThat(bench.count("overflows")).isPositive();
    await().atMost(PATIENCE).until(() -> !sink.gaps().isEmpty());
    assertThat(sink.gaps())
        .allSatisfy(
            gap -> {
              assertThat(gap.cause()).isEqualTo(Gap.Cause.SOURCE_OVERFLOW);
              assertThat(gap.signals()).containsExactly(PUMP);
              assertThat(gap.readings()).isEmpty();
              assertThat(gap.to()).isBefore(at.plusSeconds(10));
              assertThat(gap.from()).isAfter(before);
            });
  }

  @Test
  void overflowThatHistoryFilledIsNoGap() throws Exception {
    server.start();
    start(
        bench.source(
            Bench.SITE,
            Bench.signals("level")
                + "queue-size: 2\npublishing-interval: 300ms\nsampling-interval: 10ms\n"));
    await().atMost(PATIENCE).until(() -> !sink.readings().isEmpty());
    Instant at = Instant.now().minusSeconds(60);
    server.set("level", 100, at);
    arrives(reading(LEVEL, 100, at));
    for (int i = 1; i <= 10; i++) {
      server.set("level", 100 + i, at.plusSeconds(i));
    }
    for (int i = 1; i <= 10; i++) {
      arrives(reading(LEVEL, 100 + i, at.plusSeconds(i)));
    }
    assertThat(sink.gaps()).isEmpty();
  }

  @Test
  void whatTheLogRefusedAndNoHistoryGivesBackIsCountedInOneGap() throws Exception {
    server.start();
    started("pump");
    await().atMost(PATIENCE).until(() -> !sink.readings().isEmpty());
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    sink.refuse();
    for (int i = 1; i <= 3; i++) {
      Reading refused = reading(PUMP, i, at.plusSeconds(i));
      server.set("pump", i, refused.at());
      await().atMost(PATIENCE).until(() -> sink.offered().contains(refused));
    }
    await().atMost(PATIENCE).until(() -> sink.refusedGaps() > 0);
    sink.take();
    await().atMost(PATIENCE).until(() -> !sink.gaps().isEmpty());
    assertThat(sink.gaps().stream().mapToLong(gap -> gap.readings().orElseThrow()).sum())
        .isEqualTo(3);
    assertThat(sink.gaps())
        .allMatch(gap -> gap.cause() == Gap.Cause.NOT_KEPT)
        .allMatch(gap -> gap.signals().equals(List.of(PUMP)));
    assertThat(sink.gaps().getFirst().from()).isEqualTo(at.plusSeconds(1));
    assertThat(sink.gaps().getLast().to()).isEqualTo(at.plusSeconds(3));
  }

  @Test
  void restartWithoutHistoryIsAGapUpToTheFirstValueThatIsNew() throws Exception {
    server.start();
    Instant at = Instant.parse("2026-03-01T04:00:00Z");
    OpcUaSource before = started("pump");
    server.set("pump", 10, at);
    arrives(reading(PUMP, 10, at));
    server.set("pump", 11, at.plusSeconds(1));
    arrives(reading(PUMP, 11, at.plusSeconds(1)));
    before.close();
    // Whether the log's word of the last value came before the close is left open.
    server.set("pump", 12, at.plusSeconds(30));
    server.set("pump", 13, at.plusSeconds(60));
    started("pump");
    await().atMost(PATIENCE).until(() -> !sink.gaps().isEmpty());
    assertThat(sink.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo(Gap.Cause.SOURCE_DOWN);
              assertThat(gap.from()).isBetween(at.plusMillis(1), at.plusSeconds(1).plusMillis(1));
              assertThat(gap.to()).isEqualTo(at.plusSeconds(60).minusMillis(1));
            });
  }

  @Test
  void silentSignalIsReadAgainWithTheTimeTheServerLooked() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    server.start();
    server.set("level", 8, Instant.parse("2026-03-01T04:00:00Z"));
    start(
        bench.source(
            Bench.SITE,
            "signals:\n  - {point: level, unit: m, max-silence: 400ms, node: '%s'}\n"
                .formatted(TestOpcUaServer.address("level"))));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(sink.readingsOf(LEVEL))
                    .filteredOn(reading -> reading.at().isAfter(before))
                    .hasSizeGreaterThan(2)
                    .allMatch(reading -> reading.value() == 8 && reading.quality().isGood()));
    assertThat(sink.readingsOf(LEVEL).stream().map(Reading::at)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void browseFindsAndDescribesWhatIsBelowANode() throws Exception {
    server
        .point("Outlet Temp.", NodeIds.Double, false, "Reactor 1", 21.5)
        .point("label", NodeIds.String, false, "Reactor 1", "north")
        .start();
    start(bench.source(Bench.SITE, "browse: {root: '%s', max-silence: 2min}\n".formatted("i=85")));
    SignalId found = new SignalId(Bench.SITE, "reactor-1.outlet-temp");
    await().atMost(PATIENCE).until(() -> !sink.readingsOf(found).isEmpty());
    Signal signal =
        sink.discovered().stream().filter(s -> s.id().equals(found)).findFirst().orElseThrow();
    assertThat(signal.unit()).isEqualTo("Cel");
    assertThat(signal.range()).isEqualTo(new Range(-20, 120));
    assertThat(signal.name().en()).isEqualTo("Outlet Temp. of the tank");
    assertThat(signal.device()).isEqualTo("reactor-1");
    assertThat(signal.maxSilence()).isEqualTo(Duration.ofMinutes(2));
    assertThat(sink.discovered()).noneMatch(s -> s.id().point().contains("label"));
    assertThat(sink.discovered()).noneMatch(s -> s.id().point().contains("eurange"));
  }

  private OpcUaSource started(String... points) {
    OpcUaSource source = start(bench.source(Bench.SITE, points));
    connected(source);
    return source;
  }

  private OpcUaSource start(OpcUaSource source) {
    opened.add(source);
    source.start(sink);
    return source;
  }

  private static void connected(OpcUaSource source) {
    await().atMost(PATIENCE).until(() -> source.state() instanceof SourceState.Connected);
  }

  private static Reading reading(SignalId signal, double value, Instant at) {
    return new Reading(signal, at, value, Quality.GOOD);
  }

  private void arrives(Reading reading) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.readings()).contains(reading));
  }
}
