package io.poyang.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.http.Contract;
import io.poyang.console.http.Contract.Operation;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
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
  private static RunningConsole console;
  private static ResponseValidator validator;

  /** What it takes to call an operation that demands parameters. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "getReadings",
          "?signal=north-works/effluent.cod&from=2026-03-01T07:00:00Z&to=2026-03-01T09:00:00Z",
          "getQuarantine",
          "?limit=1");

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
    assertThat(operations()).hasSize(11);
    assertThat(operations())
        .allSatisfy(
            operation ->
                assertThat(console.send("HEAD", call(operation)).statusCode())
                    .as(operation.id())
                    .isEqualTo(200));
  }

  private static String call(Operation operation) {
    return operation.path() + QUERIES.getOrDefault(operation.id(), "");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersAsTheContractSays(Operation operation) throws Exception {
    if (operation.id().equals("getLive")) {
      return; // Never ends; LiveFeedTest reads it.
    }
    for (String mediaType : operation.produced()) {
      HttpResponse<String> response = console.get(call(operation), "accept", mediaType);
      assertThat(response.headers().firstValue("content-type").orElse("")).startsWith(mediaType);
      assertValid(operation, response);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesAsTheContractSays(Operation operation) throws Exception {
    HttpResponse<String> response = console.get(operation.path() + "?colour=blue");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("parameter 'colour' is not known here");
    assertValid(operation, response);
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
  void theContractIsServedAsItIs() {
    assertThat(console.get("/openapi.yaml").body()).isEqualTo(Contract.read().yaml().toString());
  }
}
