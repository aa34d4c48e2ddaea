package io.poyang.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.console.health.Check;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final RunningConsole console = RunningConsole.open();

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void aSiteIsLiveWithItsCountsAndEdges() {
    console.commit(
        Plant.reading(Plant.COD, RunningConsole.NOW.minusSeconds(1), 31.5),
        new Reading(Plant.PH, RunningConsole.NOW.minusSeconds(2), Double.NaN, Quality.BAD),
        Plant.reading(Plant.PUMP, RunningConsole.NOW.minusSeconds(60), 1));
    JsonObject expected =
        new JsonObject()
            .put("id", "north-works")
            .put("kind", "sewage-plant")
            .put("name", new JsonObject().put("zh", "城北污水处理厂").put("en", "North works"))
            .put("state", "live")
            .put("signals", 3)
            .put("live", 2)
            .put("stale", 1)
            .put("bad", 1)
            .put("lastReadingAt", RunningConsole.NOW.minusSeconds(1).toEpochMilli())
            .put("edges", new JsonArray().add("north-edge"));
    await()
        .untilAsserted(
            () ->
                assertThat(console.json("/api/sites").getJsonArray("sites"))
                    .isEqualTo(new JsonArray().add(expected)));
  }

  @Test
  void aSignalIsListedWithWhatWasAnnounced() {
    console.catalogue.sighted(Plant.EDGE, List.of(Plant.STRAY), RunningConsole.NOW);
    JsonArray signals = console.json("/api/signals?site=north-works").getJsonArray("signals");
    assertThat(signals).hasSize(4);
    JsonObject cod = signals.getJsonObject(0);
    assertThat(cod.getString("id")).isEqualTo("north-works/effluent.cod");
    assertThat(cod.getJsonArray("range")).isEqualTo(new JsonArray().add(0.0).add(500.0));
    JsonObject pump = signals.getJsonObject(2);
    assertThat(pump.getJsonObject("states").getJsonObject("1").getString("en")).isEqualTo("on");
    JsonObject stray = signals.getJsonObject(3);
    assertThat(stray.getBoolean("announced")).isFalse();
    assertThat(stray.getString("unit")).isEmpty();
    assertThat(stray.getJsonObject("name").getString("zh")).isEqualTo("stray");
    assertThat(console.json("/api/signals").getJsonArray("signals")).isEqualTo(signals);
  }

  @Test
  void anEdgeTellsItsTroubleBacklogAndClock() {
    JsonObject edge = console.json("/api/edges").getJsonArray("edges").getJsonObject(0);
    assertThat(edge.getString("trouble")).contains("./poyang log renew");
    assertThat(edge.getLong("pauses")).isEqualTo(1);
    assertThat(edge.getLong("clockOffsetMillis")).isEqualTo(-40);
    assertThat(edge.getLong("backlogReadings")).isEqualTo(400);
    assertThat(edge.getJsonArray("sources").getJsonObject(0).getString("name")).isEqualTo("plc");
  }

  @Test
  void theQuarantineIsPagedFromTheNewest() {
    console.quarantine.put(
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                i ->
                    new Refusal(
                        "k" + i, RunningConsole.NOW, Plant.EDGE, Reason.FUTURE, "s", "d", "c" + i))
            .toList());
    JsonObject first = console.json("/api/quarantine?limit=3");
    assertThat(first.getLong("count")).isEqualTo(5);
    assertThat(first.getJsonObject("byReason")).isEqualTo(new JsonObject().put("future", 5));
    assertThat(contents(first)).containsExactly("c5", "c4", "c3");
    JsonObject second = console.json("/api/quarantine?limit=3&before=" + first.getLong("next"));
    assertThat(contents(second)).containsExactly("c2", "c1");
    assertThat(second.getValue("next")).isNull();
  }

  private static List<String> contents(JsonObject page) {
    JsonArray refusals = page.getJsonArray("refusals");
    return IntStream.range(0, refusals.size())
        .mapToObj(i -> refusals.getJsonObject(i).getString("content"))
        .toList();
  }

  @Test
  void whatIsNotReadySaysWhy() {
    console.checks =
        List.of(new Check("store", true, "answers"), new Check("door", false, "port 1883 is busy"));
    HttpResponse<String> response = console.get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(response.body()).getBoolean("ready")).isFalse();
    assertThat(response.body()).contains("port 1883 is busy");
  }

  @Test
  void metricsAreForPrometheus() {
    assertThat(console.get("/metrics").body()).contains("poyang_console_live_clients 0");
  }

  @Test
  void aProblemNamesTheParameterWhatItWasAndWhatItMustBe() {
    String period = "&from=2026-03-01T07:00:00Z&to=2026-03-01T09:00:00Z";
    String cod = "/api/readings?signal=north-works/effluent.cod";
    assertProblem(
        400,
        cod + period + "&points=5",
        "parameter points was '5' but must be a whole number 10..4000");
    assertProblem(400, cod + "&to=1", "parameter from is missing");
    assertProblem(
        400,
        cod + "&from=yesterday&to=1",
        "parameter from was 'yesterday' but must be epoch milliseconds");
    assertProblem(
        400, cod + "&from=2&to=1", "parameter from was '2' but must be before to, which was '1'");
    assertProblem(
        400,
        "/api/readings?signal=COD" + period,
        "parameter signal was 'COD' but must be site/point");
    assertProblem(
        404,
        "/api/readings?signal=north-works/none" + period,
        "signal north-works/none is not in the catalogue");
    assertProblem(404, "/api/signals?site=south", "site south is not in the catalogue");
    assertProblem(404, "/api/live?site=south", "site south is not in the catalogue");
    assertProblem(
        400,
        "/api/quarantine?limit=501",
        "parameter limit was '501' but must be a whole number 1..500");
    assertProblem(404, "/api/nothing", "nothing answers at /api/nothing");
    assertProblem(
        400,
        cod + "&signal=a/a".repeat(8) + period,
        "parameter signal was given 9 times but may be at most 8");
  }

  /** The JDK's client does not send what is not well formed. */
  @Test
  void aPathOrQueryThatIsNotWellFormedIsABadRequest() throws IOException {
    for (String call :
        List.of("/%zz", "/api/sites?site=%zz", "/api/readings?signal=%zz", "/api/live?%")) {
      try (Socket socket = new Socket("127.0.0.1", console.console.actualPort())) {
        String request = "GET " + call + " HTTP/1.1\r\nHost: poyang\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer)
            .as(call)
            .startsWith("HTTP/1.1 400 ")
            .contains("application/problem+json");
      }
    }
  }

  private void assertProblem(int status, String call, String detail) {
    HttpResponse<String> response = console.get(call);
    assertThat(response.body()).contains(detail);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(new JsonObject(response.body()).getInteger("status")).isEqualTo(status);
  }

  @Test
  void anotherMethodIsToldWhichOnesThereAre() {
    HttpResponse<String> response = console.send("POST", "/api/sites");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD");
    assertThat(console.send("DELETE", "/").statusCode()).isEqualTo(405);
  }

  @Test
  void aTypeThatIsNotOfferedIsNotAcceptable() {
    HttpResponse<String> response = console.get("/api/sites", "accept", "image/png");
    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body()).contains("accept was 'image/png'").contains("application/json");
    assertThat(console.get("/api/sites", "accept", "text/html, */*;q=0.1").statusCode())
        .isEqualTo(200);
  }

  /** A body after HEAD would be taken for the next answer on the same connection. */
  @Test
  void headHasNoBody() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.console.actualPort())) {
      String heads =
          List.of("/api/sites", "/api/signals", "/api/about", "/", "/api/none", "/metrics").stream()
              .map(path -> "HEAD " + path + " HTTP/1.1\r\nHost: poyang\r\n\r\n")
              .reduce("", String::concat);
      String last = "GET /health/live HTTP/1.1\r\nHost: poyang\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((heads + last).getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all.split("HTTP/1.1 ", -1)).hasSize(8);
      for (String answer : all.substring(0, all.lastIndexOf("HTTP/1.1 ")).split("HTTP/1.1 ")) {
        assertThat(answer.trim().split("\r\n\r\n")).hasSize(1);
      }
      assertThat(all).endsWith("{\"live\":true}");
    }
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    for (String path : List.of("/", "/api/sites", "/api/nothing", "/health/live")) {
      HttpResponse<String> response = console.get(path);
      assertThat(response.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'self'")
          .doesNotContain("unsafe-inline");
      assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("referrer-policy")).hasValue("no-referrer");
    }
  }

  @Test
  void aBusyPortIsNamedWithTheMend() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Console.open(ConsoleSettings.on("127.0.0.1", port), console.parts))
          .isInstanceOf(ConsoleException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("stop what holds port " + port + " or choose another one");
    }
  }
}
