package io.poyang.console.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.quarantine.Repair;
import io.poyang.telemetry.quarantine.Replayer.Replayed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineApiTest {
  private static final EdgeId SOUTH = new EdgeId("south-edge");
  private RunningConsole console;

  @BeforeEach
  void start() {
    console = RunningConsole.open();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private void refused(EdgeId edge, Reason reason, int number) {
    console.quarantine.put(
        List.of(
            new Refusal(
                "key-" + number,
                RunningConsole.NOW,
                edge,
                reason,
                "3 signals",
                "the edge's clock is 2 h ahead: set it",
                "north-works/effluent.cod 2026-03-01T10:00:00Z 31.5 good",
                3,
                Optional.of(new Original("poyang/v1/" + edge + "/live", new byte[] {1, 2})))));
  }

  private List<Long> listed(String query) {
    List<Long> numbers = new ArrayList<>();
    JsonArray refusals = console.json("/api/quarantine" + query).getJsonArray("refusals");
    refusals.forEach(refusal -> numbers.add(((JsonObject) refusal).getLong("number")));
    return numbers;
  }

  private JsonObject ordered(String what, String body) {
    HttpResponse<String> response = console.post("/api/quarantine/" + what, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  private static List<String> outcomes(JsonObject results) {
    return results.getJsonArray("results").stream()
        .map(
            result ->
                ((JsonObject) result).getLong("number")
                    + " "
                    + ((JsonObject) result).getString("outcome"))
        .toList();
  }

  @Test
  void listsByEdgeByReasonAndSettled() {
    refused(Plant.EDGE, Reason.FUTURE, 1);
    refused(Plant.EDGE, Reason.MALFORMED, 2);
    refused(SOUTH, Reason.FUTURE, 3);
    console.quarantine.settle(
        List.of(1L), new Settlement(Outcome.DISCARDED, RunningConsole.NOW, "a test"));

    assertThat(listed("")).containsExactly(3L, 2L);
    assertThat(listed("?edge=north-edge")).containsExactly(2L);
    assertThat(listed("?reason=future")).containsExactly(3L);
    assertThat(listed("?reason=future&settled=true")).containsExactly(3L, 1L);
    assertThat(listed("?reason=future&settled=true&edge=north-edge")).containsExactly(1L);
    assertThat(listed("?edge=nobody")).isEmpty();
  }

  @Test
  void aFilterThatCannotBeIsExplained() {
    assertThat(console.get("/api/quarantine?reason=late").body())
        .contains("parameter reason was 'late' but must be one of malformed, not-a-number");
    assertThat(console.get("/api/quarantine?settled=yes").body())
        .contains("parameter settled was 'yes' but must be true or false");
    assertThat(console.get("/api/quarantine?edge=North").body())
        .contains("parameter edge was 'North'");
  }

  @Test
  void showsOneWithWhatBecameOfIt() {
    refused(Plant.EDGE, Reason.FUTURE, 1);
    assertThat(console.json("/api/quarantine/1"))
        .isEqualTo(
            new JsonObject()
                .put("number", 1)
                .put("receivedAt", RunningConsole.NOW.toEpochMilli())
                .put("edge", "north-edge")
                .put("reason", "future")
                .put("subject", "3 signals")
                .put("detail", "the edge's clock is 2 h ahead: set it")
                .put("content", "north-works/effluent.cod 2026-03-01T10:00:00Z 31.5 good")
                .put("readings", 3)
                .put("replayable", true)
                .putNull("settlement"));

    ordered("discard", "{\"numbers\":[1],\"why\":\"the sensor was being tested\"}");

    JsonObject settled = console.json("/api/quarantine/1");
    assertThat(settled.getBoolean("replayable")).isFalse();
    assertThat(settled.getJsonObject("settlement"))
        .isEqualTo(
            new JsonObject()
                .put("outcome", "discarded")
                .put("at", RunningConsole.NOW.toEpochMilli())
                .put("why", "the sensor was being tested"));
  }

  @Test
  void oneThatIsNotThereIsNamedWithThePlaceOfTheList() {
    HttpResponse<String> response = console.get("/api/quarantine/77");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .contains("refusal 77 is not in quarantine", "/api/quarantine lists");
    assertThat(console.get("/api/quarantine/first").body())
        .contains("parameter number was 'first' but must be a whole number 1 or more");
  }

  @Test
  void replaysWithItsRepairAndSaysWhatBecameOfEach() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    console.replayer =
        (number, repair) -> {
          heard.add(
              number
                  + " "
                  + repair.equals(
                      new Repair(
                          Duration.ofHours(-2),
                          Map.of("north-works/cod", "north-works/effluent.cod"))));
          return number == 3
              ? CompletableFuture.failedFuture(new IllegalStateException("the server closes"))
              : CompletableFuture.completedFuture(
                  number == 2
                      ? new Replayed(0, 3, "still 2 h ahead")
                      : new Replayed(2, 1, "1 of 3 is still refused"));
        };

    JsonObject results =
        ordered(
            "replay",
            "{\"numbers\":[1,2,3],\"repair\":{\"shiftMillis\":-7200000,"
                + "\"rename\":{\"north-works/cod\":\"north-works/effluent.cod\"}}}");

    assertThat(heard).containsExactlyInAnyOrder("1 true", "2 true", "3 true");
    assertThat(outcomes(results)).containsExactly("1 replayed", "2 kept", "3 kept");
    assertThat(results.getJsonArray("results").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("number", 1)
                .put("outcome", "replayed")
                .put("stored", 2)
                .put("refused", 1)
                .put("detail", "1 of 3 is still refused"));
    assertThat(results.getJsonArray("results").getJsonObject(2).getString("detail"))
        .contains("the server closes");
    assertThat(results.getValue("next")).isNull();
  }

  @Test
  void aFilterIsWorkedThroughPageByPage() {
    for (int i = 1; i <= 230; i++) {
      refused(i % 2 == 0 ? SOUTH : Plant.EDGE, Reason.FUTURE, i);
    }

    JsonObject first =
        ordered("discard", "{\"edge\":\"south-edge\",\"reason\":\"future\",\"why\":\"x\"}");
    assertThat(outcomes(first)).hasSize(100).startsWith("230 discarded").endsWith("32 discarded");
    JsonObject second =
        ordered(
            "discard",
            "{\"edge\":\"south-edge\",\"reason\":\"future\",\"why\":\"x\",\"before\":"
                + first.getLong("next")
                + "}");
    assertThat(outcomes(second)).hasSize(15);
    assertThat(second.getValue("next")).isNull();

    assertThat(console.quarantine.count()).isEqualTo(115);
    assertThat(listed("?edge=south-edge")).isEmpty();
  }

  @Test
  void whatWasSettledStaysSettled() {
    refused(Plant.EDGE, Reason.FUTURE, 1);
    ordered("discard", "{\"numbers\":[1],\"why\":\"a test\"}");

    JsonObject again = ordered("discard", "{\"numbers\":[1,9],\"why\":\"another reason\"}");

    assertThat(outcomes(again)).containsExactly("1 kept", "9 kept");
    assertThat(again.encode())
        .contains("was settled before: a test", "refusal 9 is not in quarantine");
    assertThat(console.json("/api/quarantine/1").encode())
        .contains("a test")
        .doesNotContain("another reason");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                          | nothing says which refusals are meant
          {"numbers":[]}                            | numbers was '[]' but must be a list of 1..500 whole numbers
          {"numbers":[1.5]}                         | numbers was '[1.5]'
          {"numbers":"all"}                         | numbers was 'all'
          {"numbers":[1],"edge":"north-edge"}         | numbers and a filter (edge, reason, before) exclude each other
          {"edge":"North Edge"}                       | edge id 'North Edge' must be
          {"reason":"late"}                           | reason was 'late' but must be one of malformed
          {"reason":"future","before":0}              | before was '0' but must be a whole number 1 or more
          {"reason":"future","untill":9}              | 'untill' is not known here; known are before, edge, numbers, re
          [1]                                         | the body must be a JSON object
          {"numbers":[1                               | the body must be a JSON object
          """)
  void anOrderThatCannotBeIsExplained(String body, String message) {
    HttpResponse<String> response = console.post("/api/quarantine/replay", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(response.body()).getString("detail")).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"shiftMillis":"PT1H"}       | repair.shiftMillis was 'PT1H' but must be whole milliseconds
          {"shiftMillis":9e15}         | repair.shiftMillis was
          {"shift":1}                  | repair was '{"shift":1}' but must be an object of shiftMillis, rename or both
          {"rename":{"north":"a/b"}}   | both must be a site, or both a signal
          {"rename":{"north":7}}       | repair.rename was
          """)
  void aRepairThatCannotBeIsExplained(String repair, String message) {
    HttpResponse<String> response =
        console.post("/api/quarantine/replay", "{\"numbers\":[1],\"repair\":" + repair + "}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(response.body()).getString("detail")).contains(message);
  }

  @Test
  void nothingIsDiscardedWithoutAReason() {
    refused(Plant.EDGE, Reason.FUTURE, 1);
    for (String why : List.of("", ",\"why\":\"  \"", ",\"why\":7")) {
      HttpResponse<String> response =
          console.post("/api/quarantine/discard", "{\"numbers\":[1]" + why + "}");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("why was", "a text of 1..500 characters");
    }
    assertThat(console.quarantine.count()).isEqualTo(1);
  }

  @Test
  void aBodyWithoutEndIsNotRead() {
    HttpResponse<String> response =
        console.post("/api/quarantine/discard", "{\"why\":\"" + "x".repeat(70_000) + "\"}");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("more than 65536 bytes");
  }

  /** A form or plain text is what a page from elsewhere can send without being asked first. */
  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void onlyJsonIsTaken(String type) {
    HttpResponse<String> response =
        console.post(
            "/api/quarantine/discard",
            "{\"numbers\":[1],\"why\":\"x\"}",
            "authorization",
            "Bearer " + RunningConsole.TOKEN,
            "content-type",
            type);
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains(type, "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer " + RunningConsole.TOKEN + "x",
        "Bearer ",
        "Basic YWRtaW46YS10b2tlbi1vZi10aGlzLXRlc3Q=",
        RunningConsole.TOKEN
      })
  void aWrongTokenChangesNothing(String header) {
    refused(Plant.EDGE, Reason.FUTURE, 1);
    HttpResponse<String> response =
        console.post(
            "/api/quarantine/discard",
            "{\"numbers\":[1],\"why\":\"x\"}",
            "authorization",
            header,
            "content-type",
            "application/json");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
    assertThat(response.body())
        .contains("admin.token", "./poyang quarantine")
        .doesNotContain(RunningConsole.TOKEN);
    assertThat(console.quarantine.count()).isEqualTo(1);
  }

  /** A browser asks before it sends another site's header or JSON, and is not told yes. */
  @Test
  void noPageFromElsewhereIsAllowedToOrder() {
    HttpResponse<String> asked =
        console.send(
            "OPTIONS",
            "/api/quarantine/discard",
            "access-control-request-method",
            "POST",
            "access-control-request-headers",
            "authorization,content-type");
    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    assertThat(
            console
                .post("/api/quarantine/discard", "{\"numbers\":[1],\"why\":\"x\"}")
                .headers()
                .map()
                .keySet())
        .noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void whatTakesOrdersSaysSo() {
    HttpResponse<String> response = console.send("PUT", "/api/quarantine/discard");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("POST");
    assertThat(console.send("DELETE", "/api/quarantine/7").headers().firstValue("allow"))
        .hasValue("GET, HEAD");
  }
}
