package io.poyang.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a person gets who asks a running server for what it has refused. */
class QuarantineTest {
  private static final SignalId COD = SignalId.parse("north/effluent.cod");
  @TempDir private Path folder;
  private @Nullable Server server;

  private record Outcome(int exit, String out, String err) {}

  private Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Poyang.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 3];
    all[0] = "quarantine";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--config";
    all[arguments.length + 2] = folder.resolve("server.yaml").toString();
    int exit = command.execute(all);
    return new Outcome(exit, out.toString(), err.toString());
  }

  private void configured(int port) throws IOException {
    Files.writeString(
        folder.resolve("server.yaml"),
        "data: kept\ndoor: {port: 0}\nhttp: {port: "
            + port
            + "}\nedges: [{edge: north-1, sites: [north], password: secret}]\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Server started() throws IOException {
    configured(freePort());
    Server started =
        Server.start(ServerConfig.read(folder.resolve("server.yaml")), InstantSource.system());
    server = started;
    return started;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** As a device without an agent does; returns when the door has acknowledged it. */
  private static void publish(Server to, String json) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      MqttClient client =
          MqttClient.create(
              vertx, new MqttClientOptions().setUsername("north-1").setPassword("secret"));
      CompletableFuture<Integer> acknowledged = new CompletableFuture<>();
      client.publishCompletionHandler(acknowledged::complete);
      Future<Integer> sent =
          client
              .connect(to.doorPort(), "127.0.0.1")
              .compose(
                  unused ->
                      client.publish(
                          "poyang/v1/north-1/json/probe",
                          Buffer.buffer(json),
                          MqttQoS.AT_LEAST_ONCE,
                          false,
                          false));
      sent.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      acknowledged.get(20, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static String reading(String point, Instant at, double value) {
    return "{\"point\":\"%s\",\"at\":%d,\"value\":%s}".formatted(point, at.toEpochMilli(), value);
  }

  @Test
  void aRefusalIsListedShownReplayedOrDiscarded() throws Exception {
    Server running = started();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Instant ahead = now.plus(Duration.ofHours(2));
    publish(running, reading("effluent.cod", ahead, 31.5));
    publish(running, reading("effluent.ph", ahead, 7.25));

    Outcome listed = run("list");
    assertThat(listed.err).isEmpty();
    assertThat(listed.exit).isZero();
    assertThat(listed.out.lines()).hasSize(3);
    assertThat(listed.out).startsWith("NUMBER").contains("north-1", "future", "open");

    List<JsonObject> refusals =
        run("list", "--reason", "future", "--edge", "north-1", "--json")
            .out
            .lines()
            .map(JsonObject::new)
            .toList();
    assertThat(refusals).hasSize(2);
    String cod = number(refusals, "effluent.cod");
    String ph = number(refusals, "effluent.ph");

    assertThat(run("show", cod).out)
        .contains("reason    future", "state     open", "replay    possible", "31.5");

    Outcome tooEarly = run("replay", cod);
    assertThat(tooEarly.exit).isEqualTo(1);
    assertThat(tooEarly.out).contains("kept", "replayed: 0 of 1");

    Outcome replayed = run("replay", cod, "--shift", "-2h");
    assertThat(replayed.err).isEmpty();
    assertThat(replayed.exit).isZero();
    assertThat(replayed.out).contains("replayed: 1 of 1");
    running.readings().awaitVisible();
    Period around = new Period(now.minusMillis(1), now.plusMillis(1));
    assertThat(running.readings().latest(List.of(COD), around).get(COD))
        .isNotNull()
        .satisfies(
            reading -> {
              assertThat(reading.at()).isEqualTo(now);
              assertThat(reading.value()).isEqualTo(31.5);
            });

    Outcome discarded = run("discard", "--edge", "north-1", "--why", "the probe was being tested");
    assertThat(discarded.exit).isZero();
    assertThat(discarded.out).contains("discarded: 1 of 1");

    assertThat(run("list").out.lines()).hasSize(1);
    assertThat(run("list", "--settled").out).contains("replayed", "discarded");
    assertThat(run("show", ph).out)
        .contains("state     discarded at", "the probe was being tested", "not possible");
    assertThat(run("show", ph, "--json").out).contains("\"outcome\":\"discarded\"");
  }

  private static String number(List<JsonObject> refusals, String point) {
    return refusals.stream()
        .filter(refusal -> refusal.encode().contains(point))
        .map(refusal -> String.valueOf(refusal.getLong("number")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    started();
    Outcome shown = run("show", "99");
    assertThat(shown.exit).isEqualTo(1);
    assertThat(shown.err).contains("refusal 99 is not in quarantine").doesNotContain("\tat ");

    Outcome discarded = run("discard", "99", "--why", "a test");
    assertThat(discarded.exit).isEqualTo(1);
    assertThat(discarded.out).contains("kept", "refusal 99 is not in quarantine", "0 of 1");
  }

  @Test
  void theTokenIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
    started();
    Path token = folder.resolve("kept").resolve("admin.token");
    String first = Files.readString(token);
    assertThat(first.strip()).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");

    stop();
    started();
    assertThat(Files.readString(token)).isEqualTo(first);
  }

  @Test
  void anotherServersTokenIsRefused() throws Exception {
    started();
    Files.writeString(folder.resolve("kept").resolve("admin.token"), "another");

    Outcome outcome = run("discard", "1", "--why", "a test");

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("does not take the token of", "another configuration");
  }

  @Test
  void aServerThatDoesNotRunIsSaidNotTo() throws IOException {
    int port = freePort();
    configured(port);

    Outcome outcome = run("list");

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err)
        .contains("no server answers at http://127.0.0.1:" + port, "start it with ./poyang serve")
        .doesNotContain("\tat ");
    assertThat(run("discard", "1", "--why", "a test").err)
        .contains("admin.token", "start the server of this configuration first");
  }

  @Test
  void aPortThatNobodyCanKnowIsSaid() throws IOException {
    configured(0);

    Outcome outcome = run("list");

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("http.port is 0", "set one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list --reason late            | reason was 'late' but must be one of malformed
          list --edge North             | edge id 'North' must be
          list --limit 0                | --limit was 0
          show                          | NUMBER
          show first                    | first
          replay                        | nothing says which refusals are meant
          replay 1 --edge north-1       | exclude each other
          replay 1 --shift 2            | '2' is no duration: write -2h
          replay 1 --rename north=a/b   | both must be a site
          discard 1                     | --why
          """)
  void whatCannotBeMeantIsWrongUsage(String line, String message) throws IOException {
    configured(freePort());
    Outcome outcome = run(line.split(" "));
    assertThat(outcome.exit).isEqualTo(2);
    assertThat(outcome.err).contains(message).doesNotContain("\tat ");
  }

  @Test
  void aServerThatListensEverywhereIsAskedOnThisMachine() {
    assertThat(RunningServer.address("0.0.0.0", 8080)).isEqualTo("http://127.0.0.1:8080");
    assertThat(RunningServer.address("::", 8080)).isEqualTo("http://127.0.0.1:8080");
    assertThat(RunningServer.address("::1", 8080)).isEqualTo("http://[::1]:8080");
    assertThat(RunningServer.address("pages.works", 80)).isEqualTo("http://pages.works:80");
  }
}
