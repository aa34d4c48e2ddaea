package io.poyang.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.http.Contract;
import io.poyang.console.http.Contract.Operation;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final int OPERATIONS = 15;
  private static RunningConsole console;
  private static ResponseValidator validator;

  /** What it takes to call an operation that demands parameters. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "getReadings",
          "?signal=north-works/effluent.cod&from=2026-03-01T07:00:00Z&to=2026-03-01T09:00:00Z",
          "getContinuity",
          "?edge=north-edge&from=2026-03-01T07:00:00Z&to=2026-03-01T09:00:00Z",
          "getQuarantine",
          "?limit=1&settled=true");

  /** What an operation that changes something is told to do. */
  private static final Map<String, String> BODIES =
      Map.of(
          "replayRefusals", "{\"numbers\":[1,2],\"repair\":{\"shiftMillis\":-3600000}}",
          "discardRefusals", "{\"edge\":\"north-edge\",\"why\":\"a test of the sensor\"}");

  @BeforeAll
  static void start() throws Exception {
    OpenAPIContract contract =
        Contract.read()
            .load(VERTX)
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    validator = ResponseValidator.create(VERTX, contract);
    console = RunningConsole.open();
    console.commit(Plant.reading(Plant.COD, RunningConsole.NOW, 31.5));
    console.catalogue.sighted(Plant.EDGE, List.of(Plant.STRAY), RunningConsole.NOW);
    console.quarantine.put(
        List.of(
            new Refusal(
                "k1",
                RunningConsole.NOW,
                Plant.EDGE,
                Reason.NOT_A_NUMBER,
                "north-works/effluent.cod",
                "value NaN cannot be Good",
                "north-works/effluent.cod 1 NaN good")));
  }

  @AfterAll
  static void stop() {
    console.close();
    VERTX.close();
  }

  static List<Operation> operations() {
    return Contract.read().operations();
  }

  /** The console itself refuses to start where an operation has no handler or a handler none. */
  @Test
  void everyOperationHasAHandler() {
    assertThat(operations()).hasSize(OPERATIONS);
    assertThat(operations())
        .filteredOn(Operation::reads)
        .allSatisfy(
            operation ->
                assertThat(console.send("HEAD", call(operation)).statusCode())
                    .as(operation.id())
                    .isEqualTo(200));
  }

  private static String path(Operation operation) {
    return operation.path().replace("{number}", "1");
  }

  private static String call(Operation operation) {
    return path(operation) + QUERIES.getOrDefault(operation.id(), "");
  }

  /** Whatever is not a GET changes something, so it must not be open to all. */
  @Test
  void whatChangesSomethingIsGuarded() {
    assertThat(operations())
        .allSatisfy(
            operation ->
                assertThat(operation.guarded()).as(operation.id()).isEqualTo(!operation.reads()));
    assertThat(BODIES.keySet())
        .containsExactlyInAnyOrderElementsOf(
            operations().stream().filter(Operation::guarded).map(Operation::id).toList());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersAsTheContractSays(Operation operation) throws Exception {
    if (operation.id().equals("getLive")) {
      return; // Never ends; LiveFeedTest reads it.
    }
    for (String mediaType : operation.produced()) {
      HttpResponse<String> response =
          operation.reads()
              ? console.get(call(operation), "accept", mediaType)
              : console.post(call(operation), BODIES.getOrDefault(operation.id(), ""));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type").orElse("")).startsWith(mediaType);
      assertValid(operation, response);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesAsTheContractSays(Operation operation) throws Exception {
    String path = path(operation) + "?colour=blue";
    HttpResponse<String> response =
        operation.reads()
            ? console.get(path)
            : console.post(path, BODIES.getOrDefault(operation.id(), ""));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("parameter 'colour' is not known here");
    assertValid(operation, response);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesWhoShowsNoTokenAsTheContractSays(Operation operation) throws Exception {
    if (operation.guarded()) {
      HttpResponse<String> response =
          console.post(path(operation), "{}", "content-type", "application/json");
      assertThat(response.statusCode()).isEqualTo(401);
      assertValid(operation, response);
    }
  }

  private static void assertValid(Operation operation, HttpResponse<String> response)
      throws Exception {
    String type = response.headers().firstValue("content-type").orElse("");
    String known = Contract.knownMediaType(type.split(";")[0]);
    validator
        .validate(
            ValidatableResponse.create(
                response.statusCode(), Buffer.buffer(response.body()), known),
            operation.id())
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /** Without this the tests above could pass with a validator that looks at nothing. */
  @Test
  void theValidatorSeesAWrongBody() {
    assertThat(
            validator
                .validate(
                    ValidatableResponse.create(
                        200, Buffer.buffer("{\"at\":\"now\",\"sites\":[]}"), "application/json"),
                    "getSites")
                .toCompletionStage()
                .toCompletableFuture())
        .failsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void theContractKnowsEveryReason() {
    Operation list =
        operations().stream()
            .filter(one -> one.id().equals("getQuarantine"))
            .findFirst()
            .orElseThrow();
    JsonObject schema =
        list.parameters().stream()
            .filter(parameter -> parameter.name().equals("reason"))
            .findFirst()
            .orElseThrow()
            .schema();
    assertThat(schema.getJsonArray("enum").getList())
        .isEqualTo(Arrays.stream(Reason.values()).map(Reason::label).toList());
  }

  @Test
  void theContractIsServedAsItIs() {
    assertThat(console.get("/openapi.yaml").body()).isEqualTo(Contract.read().yaml().toString());
  }
}
