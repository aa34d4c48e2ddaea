package io.poyang.console.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.store.MemoryReadingStore;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.TransientStoreException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContinuityApiTest {
  private static final Instant SIX = Instant.parse("2026-03-01T06:00:00Z");
  private static final Instant LONG_AFTER = SIX.plus(Duration.ofHours(1));
  private static final long FIRST_EPOCH = -7;
  private static final long SECOND_EPOCH = 8;
  private static final Opening SECOND = new Opening(5, FIRST_EPOCH);

  private final MemoryReadingStore store = new MemoryReadingStore();
  private RunningConsole console;

  @BeforeEach
  void start() {
    console = RunningConsole.open(store);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static Instant at(int minutes) {
    return SIX.plus(Duration.ofMinutes(minutes));
  }

  /** As the intake does with a batch of one reading a minute. */
  private void committed(
      long epoch, Opening opening, int sequence, int fromMinute, int readings, Gap... gaps) {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < readings; i++) {
      builder.add(Plant.reading(Plant.COD, at(fromMinute + i), 31.5));
    }
    Batch batch =
        builder.build(
            new Batch.Header(
                new BatchId(Plant.EDGE, epoch, sequence), opening, List.of(gaps), sequence));
    store.append(List.of(batch));
    console.continuity.committed(List.of(Receipt.of(batch)), LONG_AFTER);
  }

  private JsonObject certificate() {
    return console.json(
        "/api/continuity?edge=north-edge&from=2026-03-01T06:10:00Z&to=2026-03-01T07:30:00Z");
  }

  @Test
  void whatIsMissingIsSaidWithItsNumbersAndItsTime() {
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 1, -30, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 2, 5, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 4, 75, 10);
    committed(SECOND_EPOCH, SECOND, 5, 90, 10);
    committed(SECOND_EPOCH, SECOND, 6, 130, 10);

    JsonObject certificate = certificate();

    assertThat(certificate.getString("edge")).isEqualTo("north-edge");
    assertThat(certificate.getLong("at")).isEqualTo(RunningConsole.NOW.toEpochMilli());
    assertThat(certificate.getJsonObject("asked")).isEqualTo(period(at(10), at(90)));
    assertThat(certificate.getJsonObject("period")).isEqualTo(period(at(0), at(120)));
    assertThat(certificate.getString("verdict")).isEqualTo("missing");
    JsonArray epochs = certificate.getJsonArray("chains").getJsonObject(0).getJsonArray("epochs");
    assertThat(epochs.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("epoch", Long.toUnsignedString(FIRST_EPOCH, 36))
                .put("first", 1)
                .putNull("previous")
                .put("last", 4)
                .put("batches", range(2, 4))
                .put("missing", new JsonArray().add(range(3, 3).mergeIn(period(at(0), at(120)))))
                .put("declared", new JsonArray())
                .put("beyond", new JsonArray())
                .put("committed", 2)
                .put("readings", 20)
                .put("lastCommit", LONG_AFTER.toEpochMilli()));
    assertThat(epochs.getJsonObject(1).getString("previous"))
        .isEqualTo(Long.toUnsignedString(FIRST_EPOCH, 36));
    assertThat(epochs.getJsonObject(1).getValue("last")).isNull();
    assertThat(certificate.getJsonArray("hours"))
        .isEqualTo(
            new JsonArray()
                .add(hour(at(0), FIRST_EPOCH, range(2, 2), 10))
                .add(hour(at(60), FIRST_EPOCH, range(4, 4), 10))
                .add(hour(at(60), SECOND_EPOCH, range(5, 5), 10)));
    assertThat(certificate.getJsonObject("totals"))
        .isEqualTo(
            new JsonObject()
                .put("batches", 3)
                .put("readings", 30)
                .put("missing", 1)
                .put("declared", 0)
                .put("beyond", 0)
                .put("lost", 0));
  }

  @Test
  void whatIsMissingLiesBetweenItsNeighbours() {
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 1, -30, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 2, 5, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 4, 75, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 5, 130, 10);

    JsonObject epoch =
        console
            .json(
                "/api/continuity?edge=north-edge&from=2026-03-01T03:00:00Z&to=2026-03-01T12:00:00Z")
            .getJsonArray("chains")
            .getJsonObject(0)
            .getJsonArray("epochs")
            .getJsonObject(0);

    assertThat(epoch.getJsonArray("missing"))
        .isEqualTo(new JsonArray().add(range(3, 3).mergeIn(period(at(0), at(120)))));
  }

  private static JsonObject period(Instant from, Instant to) {
    return new JsonObject().put("from", from.toEpochMilli()).put("to", to.toEpochMilli());
  }

  private static JsonObject range(int first, int last) {
    return new JsonObject().put("first", first).put("last", last);
  }

  private static JsonObject hour(Instant from, long epoch, JsonObject batches, int readings) {
    return new JsonObject()
        .put("from", from.toEpochMilli())
        .put("epoch", Long.toUnsignedString(epoch, 36))
        .put("batches", batches)
        .put("readings", readings);
  }

  @Test
  void aGapIsToldWithItsCause() {
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 1, -30, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 2, 5, 10);
    committed(
        FIRST_EPOCH,
        Opening.OF_NEW_LOG,
        4,
        115,
        10,
        new Gap(
            Cause.LOG_FULL,
            OptionalLong.of(12),
            at(20),
            at(40),
            List.of(Plant.COD),
            Optional.of(new Gap.Batches(FIRST_EPOCH, 3, 3)),
            "the log reached 64 MiB"),
        new Gap(
            Cause.SOURCE_DOWN,
            OptionalLong.empty(),
            at(50),
            at(55),
            List.of(),
            Optional.empty(),
            "plc was not reachable"));

    JsonObject certificate = certificate();

    assertThat(certificate.getString("verdict")).isEqualTo("gaps-declared");
    assertThat(certificate.getInteger("gapCount")).isEqualTo(2);
    assertThat(certificate.getJsonArray("gaps").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("cause", "log-full")
                .put("readings", 12)
                .put("from", at(20).toEpochMilli())
                .put("to", at(40).toEpochMilli())
                .put("signals", new JsonArray().add("north-works/effluent.cod"))
                .put("batches", range(3, 3).put("epoch", Long.toUnsignedString(FIRST_EPOCH, 36)))
                .put("detail", "the log reached 64 MiB")
                .put("arrived", false));
    assertThat(certificate.getJsonArray("gaps").getJsonObject(1).getValue("readings")).isNull();
    assertThat(certificate.getJsonObject("totals").getLong("declared")).isEqualTo(1);
    assertThat(certificate.getJsonObject("totals").getValue("lost")).isNull();
  }

  /** One value per signal and millisecond: the certificate counts what came, the store what is. */
  @Test
  void committedAndStoredAreCountedEachForItself() {
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 1, 0, 10);
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 2, 5, 10);

    JsonObject certificate = certificate();

    assertThat(certificate.getJsonObject("totals").getLong("readings")).isEqualTo(20);
    assertThat(certificate.getJsonObject("store"))
        .isEqualTo(new JsonObject().put("signals", 3).put("readings", 15).put("detail", ""));
  }

  @Test
  void onlyTheEdgesOwnSignalsAreCounted() {
    EdgeId other = new EdgeId("other-edge");
    SignalId foreign = new SignalId(Plant.SITE, "inlet.ph");
    console.catalogue.sighted(other, List.of(foreign), SIX);
    store.append(
        List.of(Batch.of(new BatchId(other, 1, 1), List.of(Plant.reading(foreign, at(1), 7)))));
    committed(FIRST_EPOCH, Opening.OF_NEW_LOG, 1, 0, 10);

    assertThat(certificate().getJsonObject("store").getLong("readings")).isEqualTo(10);
  }

  @Test
  void whatIsOpenInQuarantineIsCounted() {
    for (int i = 0; i < 130; i++) {
      EdgeId edge = i < 120 ? Plant.EDGE : new EdgeId("other-edge");
      console.quarantine.put(
          List.of(
              new Refusal("k" + i, SIX, edge, Reason.FUTURE, "s", "d", "c", 2, Optional.empty())));
    }

    assertThat(certificate().getJsonObject("quarantine"))
        .isEqualTo(new JsonObject().put("refusals", 120).put("readings", 240).put("more", false));
  }

  @Test
  void ofAnEdgeThatSentNothingNothingIsKnown() {
    assertThat(certificate().getString("verdict")).isEqualTo("nothing-known");
  }

  @Test
  void anUnknownEdgeIsNamedWithThePlaceOfTheList() {
    HttpResponse<String> response =
        console.get("/api/continuity?edge=nobody&from=1772344800000&to=1772352000000");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("edge nobody is not known here; /api/edges lists");
  }

  /** Who looks into the past must find edges that have been taken out of the configuration. */
  @Test
  void anEdgeOfThePastHasItsCertificate() {
    BatchId id = new BatchId(new EdgeId("retired"), 1, 1);
    console.continuity.committed(
        List.of(Receipt.of(Batch.of(id, List.of(Plant.reading(Plant.COD, at(0), 1))))), SIX);

    assertThat(
            console
                .json("/api/continuity?edge=retired&from=1772344800000&to=1772352000000")
                .getJsonObject("totals")
                .getLong("readings"))
        .isEqualTo(1);
  }

  @Test
  void aPeriodThatCannotBeIsExplained() {
    String edge = "/api/continuity?edge=north-edge";
    assertThat(console.get(edge).body())
        .contains("parameter from is missing", "parameter to is missing");
    assertThat(console.get(edge + "&from=yesterday&to=1772352000000").body())
        .contains("parameter from was 'yesterday' but must be epoch milliseconds or ISO 8601");
    assertThat(console.get(edge + "&from=1772352000000&to=1772352000000").body())
        .contains("must be before to");
    HttpResponse<String> tooLong =
        console.get(edge + "&from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z");
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(tooLong.body()).contains("must not be longer than 366 days");
    assertThat(console.get("/api/continuity?edge=North&from=1&to=2").body())
        .contains("parameter edge was 'North'");
  }

  @Test
  void aStoreThatIsAwayIsSaidToBe() {
    stop();
    ReadingStore away =
        (ReadingStore)
            Proxy.newProxyInstance(
                ReadingStore.class.getClassLoader(),
                new Class<?>[] {ReadingStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("count")) {
                    throw new TransientStoreException("the disk is away", null);
                  }
                  return method.invoke(store, arguments);
                });
    console = RunningConsole.open(away);

    HttpResponse<String> response =
        console.get(
            "/api/continuity?edge=north-edge&from=2026-03-01T06:00:00Z&to=2026-03-01T07:00:00Z");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("the disk is away");
  }
}
