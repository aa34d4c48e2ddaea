package io.poyang.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.console.live.EventReader.Event;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveFeedTest {
  private static final Instant NOW = RunningConsole.NOW;
  private final RunningConsole console = RunningConsole.open();

  @AfterEach
  void stop() {
    console.close();
  }

  private static JsonArray row(SignalId id, Instant at, double value) {
    return new JsonArray("[\"" + id + "\"," + at.toEpochMilli() + "," + value + ",0,null]");
  }

  private static Map<String, JsonArray> rows(JsonObject data) {
    Map<String, JsonArray> rows = new HashMap<>();
    JsonArray readings = data.getJsonArray("readings");
    for (int i = 0; i < readings.size(); i++) {
      rows.put(readings.getJsonArray(i).getString(0), readings.getJsonArray(i));
    }
    assertThat(rows).hasSize(readings.size());
    return rows;
  }

  @Test
  void aSnapshotComesFirstThenWhatChanges() {
    console.commit(Plant.reading(Plant.COD, NOW, 31.5), Plant.reading(Plant.PH, NOW, 7.25));
    try (EventReader events = EventReader.of(console, "/api/live")) {
      Event snapshot = events.next();
      assertThat(snapshot.name()).isEqualTo("snapshot");
      assertThat(snapshot.data().getLong("at")).isEqualTo(NOW.toEpochMilli());
      assertThat(rows(snapshot.data()))
          .containsOnly(
              Map.entry(Plant.COD.toString(), row(Plant.COD, NOW, 31.5)),
              Map.entry(Plant.PH.toString(), row(Plant.PH, NOW, 7.25)));
      console.commit(Plant.reading(Plant.COD, NOW.plusMillis(1), 32.5));
      assertThat(rows(events.next("change").data()))
          .containsOnly(Map.entry(Plant.COD.toString(), row(Plant.COD, NOW.plusMillis(1), 32.5)));
    }
  }

  /** 2,000 values within a few turns become a few events, and the last one is never lost. */
  @Test
  void changesAreConflatedToTheNewest() {
    try (EventReader events = EventReader.of(console, "/api/live?site=north-works")) {
      events.next("snapshot");
      for (int i = 1; i <= 2_000; i++) {
        console.commit(Plant.reading(Plant.COD, NOW.plusMillis(i), i + 0.5));
      }
      int changes = 0;
      JsonArray last = new JsonArray();
      while (last.isEmpty() || last.getLong(1) < NOW.plusMillis(2_000).toEpochMilli()) {
        last = rows(events.next("change").data()).getOrDefault(Plant.COD.toString(), last);
        changes++;
      }
      assertThat(last).isEqualTo(row(Plant.COD, NOW.plusMillis(2_000), 2_000.5));
      assertThat(changes).isLessThan(20);
    }
  }

  @Test
  void onlyTheSitesAskedForAreTold() {
    SiteId south = new SiteId("south-works");
    console.catalogue.announce(
        new Announcement(Plant.EDGE, new Site(south, SiteKind.CCUS, Name.of("South")), List.of()),
        NOW);
    SignalId there = new SignalId(south, "co2");
    try (EventReader events = EventReader.of(console, "/api/live?site=south-works")) {
      events.next("snapshot");
      console.commit(Plant.reading(Plant.COD, NOW, 1), Plant.reading(there, NOW, 2.5));
      assertThat(rows(events.next("change").data()))
          .containsOnly(Map.entry(there.toString(), row(there, NOW, 2.5)));
    }
  }

  @Test
  void aSiteThatComesAliveIsTold() {
    try (EventReader events = EventReader.of(console, "/api/live")) {
      assertThat(state(events.next("sites"))).isEqualTo("silent");
      console.commit(Plant.reading(Plant.COD, NOW, 1));
      assertThat(state(events.next("sites"))).isEqualTo("live");
    }
  }

  private static String state(Event sites) {
    return sites.data().getJsonArray("sites").getJsonObject(0).getString("state");
  }

  @Test
  void oneClientTooManyIsToldToComeAgain() {
    List<EventReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        EventReader reader = EventReader.of(console, "/api/live");
        reader.next("snapshot");
        readers.add(reader);
      }
      assertThat(console.get("/api/live").statusCode()).isEqualTo(503);
    } finally {
      readers.forEach(EventReader::close);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              HttpResponse<InputStream> again =
                  console.send("GET", "/api/live", BodyHandlers.ofInputStream());
              again.body().close();
              assertThat(again.statusCode()).isEqualTo(200);
              assertThat(again.headers().firstValue("content-type")).hasValue("text/event-stream");
            });
  }

  /** 60,000 signals are some 3 MB of JSON: the snapshot comes in pieces, and is still one event. */
  @Test
  void aLargeSnapshotComesInPieces() {
    int signals = 60_000;
    Reading[] readings = new Reading[signals];
    for (int i = 0; i < signals; i++) {
      readings[i] = Plant.reading(new SignalId(Plant.SITE, "p" + i), NOW, i);
    }
    console.commit(readings);
    try (EventReader events = EventReader.of(console, "/api/live")) {
      assertThat(rows(events.next("snapshot").data())).hasSize(signals);
    }
  }

  /** Ctrl-C ends a server that pages are watching. */
  @Test
  @Timeout(10)
  void closingEndsTheStreams() {
    EventReader events = EventReader.of(console, "/api/live");
    events.next("snapshot");
    console.console.close();
    assertThatThrownBy(() -> events.next("never"))
        .isInstanceOfAny(UncheckedIOException.class, IllegalStateException.class);
  }

  /** While it does not read, everything changes many times; then it gets the newest of all. */
  @Test
  void aClientThatFallsBehindGetsTheNewestOfEverything() throws Exception {
    int signals = 60_000;
    int rounds = 6;
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(32 * 1024);
      socket.connect(new InetSocketAddress("127.0.0.1", console.console.actualPort()));
      // HTTP/1.0 has no chunks, so the events can be read as they are.
      String request = "GET /api/live HTTP/1.0\r\nHost: poyang\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      for (int round = 1; round <= rounds; round++) {
        Reading[] readings = new Reading[signals];
        for (int i = 0; i < signals; i++) {
          readings[i] =
              Plant.reading(new SignalId(Plant.SITE, "p" + i), NOW.plusMillis(round), round);
        }
        console.commit(readings);
        Thread.sleep(550);
      }
      EventReader events = new EventReader(socket.getInputStream());
      Map<String, JsonArray> newest = new HashMap<>();
      int told = 0;
      while (newest.values().stream().filter(row -> row.getInteger(2) == rounds).count()
          < signals) {
        Map<String, JsonArray> rows = rows(events.next("change").data());
        told += rows.size();
        newest.putAll(rows);
      }
      assertThat(told).isLessThan(signals * rounds);
    }
  }
}
