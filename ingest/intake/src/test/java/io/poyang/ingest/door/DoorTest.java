package io.poyang.ingest.door;

import static io.poyang.ingest.door.Road.ALL;
import static io.poyang.ingest.door.Road.COD;
import static io.poyang.ingest.door.Road.EDGE;
import static io.poyang.ingest.door.Road.NOW;
import static io.poyang.ingest.door.Road.OTHER;
import static io.poyang.ingest.door.Road.SITE;
import static io.poyang.ingest.door.Road.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.poyang.telemetry.config.Size;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.AnnouncementCodec;
import io.poyang.telemetry.wire.StatusCodec;
import io.poyang.telemetry.wire.Topics;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
  private static final long PATIENCE = 5_000;

  private Road road = new Road();

  @AfterEach
  void close() {
    road.close();
  }

  private IMqttToken publish(MqttAsyncClient client, Batch batch) throws MqttException {
    return client.publish(Topics.live(EDGE), road.payload(batch), 1, false);
  }

  private static void awaitReceipt(IMqttToken token) throws MqttException {
    token.waitForCompletion(PATIENCE);
  }

  @Test
  void theReceiptComesOnlyAfterTheCommit() throws Exception {
    MqttAsyncClient client = road.northEdge();
    road.store.hold();
    IMqttToken token = publish(client, batch(1, 10, 11));
    await().until(() -> road.store.attempts() == 1);
    assertThat(token.isComplete()).isFalse();
    assertThat(road.heard).isEmpty();

    road.store.release();
    awaitReceipt(token);
    assertThat(road.store.count(COD, ALL)).isEqualTo(2);
    assertThat(road.heard).hasSize(1);
    assertThat(road.continuity.epochs(EDGE).getFirst().ranges())
        .containsExactly(new SequenceRange(1, 1));
  }

  @Test
  void refusedRowsLandInQuarantineWhileTheRestIsStored() throws Exception {
    Batch batch =
        Batch.builder()
            .add(COD, NOW.minusSeconds(5).toEpochMilli(), 42, Quality.STATUS_GOOD, 'N')
            .add(COD, NOW.plusSeconds(3600).toEpochMilli(), 43, Quality.STATUS_GOOD, (char) 0)
            .add(COD, NOW.minusSeconds(4).toEpochMilli(), Double.NaN, Quality.STATUS_GOOD, (char) 0)
            .add(COD, NOW.minusSeconds(3).toEpochMilli(), Double.NaN, Quality.STATUS_BAD, (char) 0)
            .add(COD, 0, 44, Quality.STATUS_GOOD, (char) 0)
            .add(
                new SignalId(new SiteId("furnace"), "t"),
                NOW.toEpochMilli(),
                850,
                Quality.STATUS_GOOD,
                (char) 0)
            .build(new BatchId(EDGE, Road.EPOCH, 1));
    awaitReceipt(publish(road.northEdge(), batch));

    assertThat(road.store.count(ALL)).isEqualTo(2);
    assertThat(road.quarantine.countByReason())
        .isEqualTo(
            Map.of(
                Reason.FUTURE, 1L,
                Reason.NOT_A_NUMBER, 1L,
                Reason.BEFORE_HISTORY, 1L,
                Reason.FOREIGN_SITE, 1L));
    assertThat(road.continuity.epochs(EDGE).getFirst().missing()).isZero();
    assertThat(road.continuity.hours(EDGE, ALL)).extracting(Hour::readings).containsExactly(2L);
  }

  /** A clock that is wrong costs one entry a batch, not one a reading. */
  @Test
  void whatIsRefusedOfABatchForOneReasonIsOneRefusal() throws Exception {
    Batch.Builder ahead = Batch.builder();
    SignalId ph = new SignalId(SITE, "effluent.ph");
    for (int i = 1; i <= 150; i++) {
      long at = NOW.plusSeconds(3600 + i).toEpochMilli();
      ahead.add(i % 2 == 0 ? COD : ph, at, i, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    ahead.add(COD, NOW.toEpochMilli(), 0, Quality.STATUS_GOOD, Quality.NO_FLAG);
    Batch batch = ahead.build(new BatchId(EDGE, Road.EPOCH, 1));
    MqttAsyncClient client = road.northEdge();
    awaitReceipt(publish(client, batch));

    Refusal refusal = road.quarantine.list(Filter.OPEN, Long.MAX_VALUE, 10).getFirst().refusal();
    assertThat(road.quarantine.count()).isEqualTo(1);
    assertThat(refusal.readings()).isEqualTo(150);
    assertThat(refusal.subject()).isEqualTo("2 signals of north-works");
    assertThat(refusal.detail())
        .isEqualTo(
            "2 signals of north-works: source times 2026-03-01T09:00:01Z to 2026-03-01T09:02:30Z"
                + " are more than PT5M ahead of the server's 2026-03-01T08:00:00Z; set the"
                + " device's clock");
    assertThat(refusal.content())
        .startsWith("north-works/effluent.ph 2026-03-01T09:00:01Z 1.0 ")
        .hasSize(Refusal.MAX_CONTENT);
    assertThat(road.reading(refusal).id()).isEqualTo(batch.id());
    assertThat(road.reading(refusal).readings())
        .isEqualTo(batch.readings().stream().filter(r -> r.at().isAfter(NOW)).toList());
    assertThat(road.meters.get("poyang.intake.refused").tag("reason", "future").counter().count())
        .isEqualTo(150);
    assertThat(road.edges.edges().getFirst().refused()).isEqualTo(150);
  }

  /** A log may wait for weeks, and an instrument's memory for longer. */
  @Test
  void lateReadingsAreStored() throws Exception {
    Batch late =
        Batch.builder()
            .add(COD, NOW.minus(Duration.ofDays(9_000)).toEpochMilli(), 1, 0, Quality.NO_FLAG)
            .build(new BatchId(EDGE, Road.EPOCH, 1));
    awaitReceipt(road.northEdge().publish(Topics.backfill(EDGE), road.payload(late), 1, false));
    assertThat(road.store.count(COD, ALL)).isEqualTo(1);
    assertThat(road.quarantine.count()).isZero();
  }

  @Test
  void aPoisonBatchIsAcknowledgedOnceItIsInQuarantine() throws Exception {
    MqttAsyncClient client = road.northEdge();
    byte[] poison = "this is no batch".getBytes(StandardCharsets.UTF_8);
    awaitReceipt(client.publish(Topics.live(EDGE), poison, 1, false));
    awaitReceipt(publish(client, batch(1, 10)));

    assertThat(road.quarantine.list(Filter.OPEN, Long.MAX_VALUE, 10))
        .extracting(kept -> kept.refusal().reason(), kept -> kept.refusal().content())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Reason.MALFORMED, "this is no batch"));
    assertThat(road.store.count(ALL)).isEqualTo(1);
  }

  @Test
  void aBatchThatNamesAnotherEdgeIsRefusedAsAWhole() throws Exception {
    Batch foreign = Batch.of(new BatchId(OTHER, 7, 1), batch(1, 10).readings());
    awaitReceipt(publish(road.northEdge(), foreign));
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.UNKNOWN_EDGE, 1L));
    assertThat(road.store.count(ALL)).isZero();
    assertThat(road.continuity.epochs(OTHER)).isEmpty();
  }

  @Test
  void anOversizedPacketClosesOnlyItsOwnConnection() throws Exception {
    MqttAsyncClient good = road.northEdge();
    MqttAsyncClient bad = road.client("bad", EDGE, "open north");
    try (RawClient raw = new RawClient(road.door.actualPort(), EDGE, "open north", "raw")) {
      try {
        raw.publish(Topics.live(EDGE), new byte[(1 << 20) + 1], 1);
      } catch (UncheckedIOException e) {
        // The length at its front was enough.
      }
      assertThat(raw.isClosedByServer()).isTrue();
    }
    awaitReceipt(publish(good, batch(1, 10)));
    awaitReceipt(publish(bad, batch(2, 10)));
    await().until(() -> road.count("poyang.door.broken.packets") == 1);
  }

  @Test
  void aWrongPasswordAndAnUnknownEdgeAreRefusedAlike() {
    assertThatThrownBy(() -> road.client("agent", EDGE, "open sesame"))
        .isInstanceOfSatisfying(
            MqttException.class,
            e ->
                assertThat(e.getReasonCode())
                    .isEqualTo(MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD & 0xFF));
    assertThatThrownBy(() -> road.client("agent", new EdgeId("nobody"), "open north"))
        .isInstanceOf(MqttException.class);
    assertThat(road.count("poyang.door.authentication.failures")).isEqualTo(2);
    assertThat(road.edges.edges()).noneMatch(EdgeStatus::connected);
  }

  @Test
  void anOldClientIsToldInItsOwnCodes() throws Exception {
    try (RawClient raw = RawClient.unconnected(road.door.actualPort())) {
      assertThat(raw.connect311(EDGE, "open sesame", "old")).isEqualTo(4);
    }
    try (RawClient raw = RawClient.unconnected(road.door.actualPort())) {
      assertThat(raw.connect311(EDGE, "open north", "old")).isZero();
      raw.publish(Topics.live(EDGE), road.payload(batch(1, 3)), 1);
      assertThat(raw.readReceipts(1)).containsExactly(1);
      assertThat(road.store.count(ALL)).isEqualTo(1);
      raw.publish(Topics.live(OTHER), new byte[1], 1);
      assertThat(raw.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aClientIsGivenANameOnlyIfItHasNone() throws Exception {
    int port = road.door.actualPort();
    try (RawClient named = new RawClient(port, EDGE, "open north", "logger");
        RawClient nameless = new RawClient(port, EDGE, "open north", "")) {
      assertThat(assignedName(named.connack())).isEmpty();
      assertThat(assignedName(nameless.connack())).hasSize(36);
      nameless.publish(Topics.live(EDGE), road.payload(batch(1, 3)), 1);
      assertThat(nameless.readReceipts(1)).containsExactly(1);
    }
  }

  private static String assignedName(byte[] connack) throws Exception {
    return Objects.requireNonNullElse(
        new MqttConnAck(connack).getProperties().getAssignedClientIdentifier(), "");
  }

  @Test
  void aForeignTopicIsRefusedAndTheConnectionGoesOn() throws Exception {
    MqttAsyncClient client = road.northEdge();
    IMqttToken foreign = client.publish(Topics.live(OTHER), road.payload(batch(1, 10)), 1, false);
    awaitReceipt(foreign);
    assertThat(foreign.getReasonCodes()).containsExactly(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);
    awaitReceipt(publish(client, batch(1, 10)));
    assertThat(road.count("poyang.door.foreign.topics")).isEqualTo(1);
    assertThat(road.store.count(ALL)).isEqualTo(1);
  }

  @Test
  void aSecondConnectionOfTheSameClientTakesOver() throws Exception {
    MqttAsyncClient first = road.northEdge();
    MqttAsyncClient second = road.northEdge();
    await().until(() -> !first.isConnected());
    awaitReceipt(publish(second, batch(1, 10)));
    await()
        .untilAsserted(
            () -> assertThat(road.meters.get("poyang.door.connections").gauge().value()).isOne());
    assertThat(road.edges.edges().getFirst().connected()).isTrue();
  }

  @Test
  void anOutageOfTheStoreEndsWithAllReceiptsAndNothingLost() throws Exception {
    MqttAsyncClient client = road.northEdge();
    road.store.away(true);
    List<IMqttToken> tokens = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      tokens.add(publish(client, batch(i, i)));
    }
    await().until(() -> road.store.attempts() > 3);
    assertThat(tokens).noneMatch(IMqttToken::isComplete);
    assertThat(road.intake.obstacle()).contains("held store: away for now");

    road.store.away(false);
    for (IMqttToken token : tokens) {
      awaitReceipt(token);
    }
    assertThat(road.store.count(COD, ALL)).isEqualTo(50);
    assertThat(road.intake.obstacle()).isEmpty();
    assertThat(road.quarantine.count()).isZero();
    assertThat(road.count("poyang.intake.repeats")).isZero();
  }

  @Test
  void aBatchTheStoreRefusesForGoodIsIsolated() throws Exception {
    MqttAsyncClient client = road.northEdge();
    road.store.poison(batch -> batch.id().sequence() == 13);
    road.store.hold();
    List<IMqttToken> tokens = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      tokens.add(publish(client, batch(i, i, i + 0.5)));
    }
    road.store.release();
    for (IMqttToken token : tokens) {
      awaitReceipt(token);
    }
    assertThat(road.store.count(COD, ALL)).isEqualTo(38);
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.STORE_REFUSED, 1L));
    Refusal refusal = road.quarantine.list(Filter.OPEN, Long.MAX_VALUE, 10).getFirst().refusal();
    assertThat(refusal.subject()).isEqualTo(COD.toString());
    assertThat(refusal.readings()).isEqualTo(2);
    assertThat(road.reading(refusal).readings()).isEqualTo(batch(13, 13, 13.5).readings());
    // Its number is settled, its readings are not in the store.
    assertThat(road.continuity.epochs(EDGE).getFirst().missing()).isZero();
    assertThat(road.continuity.hours(EDGE, ALL)).extracting(Hour::readings).containsExactly(38L);
    assertThat(road.heard).hasSize(19);
  }

  @Test
  void aRepeatIsStoredOnceAndCounted() throws Exception {
    MqttAsyncClient client = road.northEdge();
    awaitReceipt(publish(client, batch(1, 10, 11)));
    awaitReceipt(publish(client, batch(1, 10, 11)));
    assertThat(road.store.count(COD, ALL)).isEqualTo(2);
    assertThat(road.count("poyang.intake.repeats")).isEqualTo(1);
  }

  @Test
  void aCopiedLogIsRefusedLoudlyAndNothingOfItIsStored() throws Exception {
    MqttAsyncClient client = road.northEdge();
    awaitReceipt(publish(client, batch(1, 10, 11)));
    IMqttToken copy = publish(client, batch(1, 12, 13, 14));
    awaitReceipt(copy);

    assertThat(copy.getReasonCodes())
        .containsExactly(MqttReturnCode.RETURN_CODE_IMPLEMENTATION_SPECIFIC_ERROR);
    assertThat(copy.getResponseProperties().getReasonString()).contains("poyang log renew");
    assertThat(road.store.count(COD, ALL)).isEqualTo(2);
    assertThat(road.store.latest(List.of(COD), ALL).values())
        .extracting(Reading::value)
        .containsExactly(11.0);
    assertThat(road.count("poyang.intake.copied")).isEqualTo(1);
    assertThat(road.edges.edges().getFirst().trouble())
        .isEqualTo(copy.getResponseProperties().getReasonString());
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.COPIED_LOG, 1L));
    assertThat(road.continuity.epochs(EDGE)).hasSize(1);
    await()
        .untilAsserted(
            () ->
                assertThat(road.meters.get("poyang.door.unacknowledged").gauge().value()).isZero());
  }

  @Test
  void anOldClientWithACopiedLogIsShownOut() throws Exception {
    awaitReceipt(publish(road.northEdge(), batch(1, 10, 11)));
    try (RawClient old = RawClient.unconnected(road.door.actualPort())) {
      old.connect311(EDGE, "open north", "old");
      old.publish(Topics.live(EDGE), road.payload(batch(1, 12)), 1);
      assertThat(old.isClosedByServer()).isTrue();
    }
    assertThat(road.store.count(COD, ALL)).isEqualTo(2);
  }

  @Test
  void announcementsReachTheCatalogueBeforeTheReceipt() throws Exception {
    Site site = new Site(SITE, SiteKind.SEWAGE_PLANT, new Name("北厂", "North works"));
    Signal cod =
        new Signal(
            COD,
            "outlet",
            new Name("化学需氧量", "COD"),
            "mg/L",
            "effluent.cod",
            null,
            "w01018",
            Duration.ofMinutes(1),
            new TreeMap<>());
    MqttAsyncClient client = road.northEdge();
    awaitReceipt(publish(client, batch(1, 1)));
    assertThat(road.catalogue.signal(COD)).contains(new Listing(COD, EDGE, Optional.empty()));

    byte[] payload = new AnnouncementCodec().encode(new Announcement(EDGE, site, List.of(cod)));
    awaitReceipt(client.publish(Topics.catalogue(EDGE), payload, 1, false));
    assertThat(road.catalogue.signal(COD)).contains(new Listing(COD, EDGE, Optional.of(cod)));
  }

  @Test
  void anAnnouncementOfAForeignSiteGoesToQuarantine() throws Exception {
    Site site = new Site(new SiteId("furnace"), SiteKind.INCINERATOR, Name.of("Furnace"));
    byte[] payload = new AnnouncementCodec().encode(new Announcement(EDGE, site, List.of()));
    awaitReceipt(road.northEdge().publish(Topics.catalogue(EDGE), payload, 1, false));
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.FOREIGN_SITE, 1L));
    assertThat(road.catalogue.sites()).isEmpty();
  }

  @Test
  void whatAnEdgeSaysOfItselfIsKept() throws Exception {
    byte[] payload =
        new StatusCodec()
            .encode(NOW.plusMillis(250), 3, 600, List.of(new SourceReport("plc", true, "ok")));
    road.northEdge().publish(Topics.status(EDGE), payload, 0, false);
    await().until(() -> road.edges.edges().getFirst().report() != null);
    assertThat(road.edges.edges().getFirst())
        .isEqualTo(
            new EdgeStatus(
                EDGE,
                List.of(SITE),
                true,
                NOW,
                0,
                0,
                0,
                0,
                null,
                new EdgeStatus.Report(
                    Duration.ofMillis(250), 3, 600, List.of(new SourceReport("plc", true, "ok")))));
  }

  @Test
  void aDeviceWithoutAnAgentPublishesJson() throws Exception {
    byte[] payload =
        "[{\"point\":\"effluent.cod\",\"value\":31.5},{\"point\":\"effluent.cod\",\"value\":\"x\"}]"
            .getBytes(StandardCharsets.UTF_8);
    awaitReceipt(road.northEdge().publish(Topics.json(EDGE, "probe-7"), payload, 1, false));
    assertThat(road.store.latest(List.of(COD), ALL).get(COD))
        .isEqualTo(new Reading(COD, NOW, 31.5, Quality.GOOD));
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.TYPE_CONFLICT, 1L));
    assertThat(road.continuity.epochs(EDGE)).isEmpty();
  }

  @Test
  void qualityOfServiceTwoIsReceivedOnce() throws Exception {
    MqttAsyncClient client = road.northEdge();
    awaitReceipt(client.publish(Topics.live(EDGE), road.payload(batch(1, 10)), 2, false));
    assertThat(road.store.count(ALL)).isEqualTo(1);
  }

  @Test
  void qualityOfServiceZeroIsStoredToo() throws Exception {
    road.northEdge().publish(Topics.live(EDGE), road.payload(batch(1, 10)), 0, false);
    await().until(() -> road.store.count(ALL) == 1);
  }

  /** A client that ignores every limit: its bytes stay in the network, not in our memory. */
  @Test
  void aFloodIsLeftUnreadWhileTheStoreIsSlow() throws Exception {
    road.close();
    road = new Road(Road.settings(new Size(64 << 10), new Size(256 << 10), 100));
    road.store.hold();
    try (RawClient flood = new RawClient(road.door.actualPort(), EDGE, "open north", "flood")) {
      byte[] poison = new byte[32 << 10];
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 1; i <= 2_000; i++) {
                      flood.publish(Topics.live(EDGE), poison, i);
                    }
                  });
      await().until(() -> road.count("poyang.door.pauses") >= 1);
      IMqttToken calm;
      // Connecting again gains a flood nothing, and another edge is none the worse.
      try (RawClient again = new RawClient(road.door.actualPort(), EDGE, "open north", "again")) {
        again.publish(Topics.live(EDGE), poison, 1);
        MqttAsyncClient other = road.client("calm", OTHER, "open south");
        byte[] reading =
            "{\"site\":\"furnace\",\"point\":\"t1\",\"value\":851}"
                .getBytes(StandardCharsets.UTF_8);
        calm = other.publish(Topics.json(OTHER, "probe"), reading, 1, false);
        assertThat(road.meters.get("poyang.door.unacknowledged").gauge().value())
            .isLessThan(2 << 20);
      }

      road.store.release();
      awaitReceipt(calm);
      assertThat(flood.readReceipts(2_000)).hasSize(2_000);
      sending.join();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(road.meters.get("poyang.door.unacknowledged").gauge().value()).isZero());
  }

  @Test
  void whoDoesNotSpeakMqttIsShownOutAndNobodyElseNotices() throws Exception {
    MqttAsyncClient good = road.northEdge();
    try (RawClient browser = RawClient.unconnected(road.door.actualPort());
        RawClient early = RawClient.unconnected(road.door.actualPort());
        RawClient broken = RawClient.unconnected(road.door.actualPort())) {
      browser.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      broken.send(new byte[] {0x10, 2, 'x', 'x'});
      // A PUBLISH where a CONNECT belongs.
      early.send(new byte[] {0x30, 5, 0, 1, 'a', 'b', 'c'});
      assertThat(early.isClosedByServer()).isTrue();
      awaitReceipt(publish(good, batch(1, 10)));
    }
    awaitReceipt(publish(good, batch(2, 10)));
  }

  @Test
  void aSubscriptionIsRefused() throws Exception {
    IMqttToken token = road.northEdge().subscribe("poyang/#", 1);
    token.waitForCompletion(PATIENCE);
    assertThat(token.getReasonCodes()).containsExactly(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);
  }

  @Test
  void aMissingCertificateIsNamed(@TempDir Path folder) {
    DoorSettings standard = DoorSettings.standard();
    DoorSettings secure =
        new DoorSettings(
            "127.0.0.1",
            0,
            standard.largestMessage(),
            standard.unacknowledged(),
            standard.unacknowledgedTotal(),
            standard.receiveMaximum(),
            1,
            Optional.of(
                new DoorSettings.Tls(folder.resolve("door.crt"), folder.resolve("door.key"))));
    Vertx vertx = Vertx.vertx();
    try {
      assertThatThrownBy(
              () ->
                  Door.open(
                      vertx,
                      secure,
                      road.edges,
                      road.intake,
                      new SimpleMeterRegistry(),
                      InstantSource.system()))
          .isInstanceOf(DoorException.class)
          .hasMessageContaining("cannot read " + folder.resolve("door.crt"));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void withACertificateTheDoorSpeaksTls(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    road.close();
    road =
        new Road(
            new DoorSettings(
                "127.0.0.1",
                0,
                new Size(1 << 20),
                new Size(1 << 20),
                new Size(1 << 20),
                10,
                1,
                Optional.of(new DoorSettings.Tls(certificate.chain(), certificate.key()))));
    MqttAsyncClient client = road.secureClient("agent", EDGE, "open north", certificate.trusting());
    awaitReceipt(publish(client, batch(1, 10)));
    assertThat(road.store.count(ALL)).isEqualTo(1);
  }

  @Test
  void aBusyPortIsNamedWithItsMend() {
    DoorSettings busy = DoorSettings.standard().at("127.0.0.1", road.door.actualPort());
    Vertx vertx = Vertx.vertx();
    try {
      assertThatThrownBy(
              () ->
                  Door.open(
                      vertx,
                      busy,
                      road.edges,
                      road.intake,
                      new SimpleMeterRegistry(),
                      InstantSource.system()))
          .isInstanceOf(DoorException.class)
          .hasMessageContaining("127.0.0.1:" + road.door.actualPort())
          .hasMessageContaining("another program holds the port");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
