package io.poyang.console.live;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.net.Socket;
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
    try (EventReader events = new EventReader(console, "/api/live")) {
      assertThat(events.response.headers().firstValue("content-type"))
          .hasValue("text/event-stream");
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
    try (EventReader events = new EventReader(console, "/api/live?site=north-works")) {
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
    try (EventReader events = new EventReader(console, "/api/live?site=south-works")) {
      events.next("snapshot");
      console.commit(Plant.reading(Plant.COD, NOW, 1), Plant.reading(there, NOW, 2.5));
      assertThat(rows(events.next("change").data()))
          .containsOnly(Map.entry(there.toString(), row(there, NOW, 2.5)));
    }
  }

  @Test
  void aSiteThatComesAliveIsTold() {
    try (EventReader events = new EventReader(console, "/api/live")) {
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
        EventReader reader = new EventReader(console, "/api/live");
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
              try (EventReader again = new EventReader(console, "/api/live")) {
                assertThat(again.response.statusCode()).isEqualTo(200);
              }
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
    try (EventReader events = new EventReader(console, "/api/live")) {
      assertThat(rows(events.next("snapshot").data())).hasSize(signals);
    }
  }

  /**
   * While it does not read, everything changes many times; then it gets the newest of everything.
   */
  @Test
  void aClientThatFallsBehindGetsTheNewestOfEverything() throws Exception {
    int signals = 20_000;
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", console.console.actualPort()));
      socket
          .getOutputStream()
          .write(
              "GET /api/live HTTP/1.1\r\nHost: poyang\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int round = 1; round <= 8; round++) {
        Reading[] readings = new Reading[signals];
        for (int i = 0; i < signals; i++) {
          readings[i] =
              Plant.reading(new SignalId(Plant.SITE, "p" + i), NOW.plusMillis(round), round + 0.5);
        }
        console.commit(readings);
        Thread.sleep(300);
      }
      // The last round must arrive for every signal, whatever was skipped before.
      String lastRound = "," + NOW.plusMillis(8).toEpochMilli() + ",8.5,0,null]";
      byte[] buffer = new byte[1 << 16];
      StringBuilder text = new StringBuilder();
      while (count(text, lastRound) < signals) {
        int read = socket.getInputStream().read(buffer);
        assertThat(read).isPositive();
        text.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
      }
      assertThat(text.length()).isLessThan(8 * signals * 50);
    }
  }

  private static int count(CharSequence text, String word) {
    int count = 0;
    String all = text.toString().replaceAll("\r\n[0-9a-f]+\r\n", "");
    for (int at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) {
      count++;
    }
    return count;
  }
}
