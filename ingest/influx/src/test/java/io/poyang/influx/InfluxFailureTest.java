package io.poyang.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.TransientStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may answer instead of taking the readings: each has a type and a mend. */
class InfluxFailureTest {
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Period DAY = new Period(NOON, NOON.plus(Duration.ofDays(1)));

  private static List<Batch> some(int readings) {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i < readings; i++) {
      builder.add(COD, NOON.toEpochMilli() + i, i, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    return List.of(builder.build(new BatchId(new EdgeId("north-1"), 1, 7)));
  }

  /** A server that answers every request in one way. */
  private record Answering(HttpServer server, List<Integer> lengths) implements AutoCloseable {
    static Answering with(int status, String body, int largest) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      List<Integer> lengths = new ArrayList<>();
      server.createContext(
          "/",
          exchange -> {
            int length = exchange.getRequestBody().readAllBytes().length;
            boolean taken = length <= largest;
            if (taken) {
              lengths.add(length);
            }
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            if (taken) {
              exchange.sendResponseHeaders(204, -1);
            } else {
              exchange.getResponseHeaders().add("Content-Type", "application/json");
              exchange.sendResponseHeaders(status, answer.length);
              exchange.getResponseBody().write(answer);
            }
            exchange.close();
          });
      server.start();
      return new Answering(server, lengths);
    }

    InfluxStore open() {
      return InfluxStore.open(settings(server.getAddress().getPort()));
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static InfluxSettings settings(int port) {
    return new InfluxSettings(
        "http://127.0.0.1:" + port, "works", "poyang", new Secret("token"), Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void busyServerIsTriedAgain(int status) throws IOException {
    try (Answering server = Answering.with(status, "{\"message\":\"hold on\"}", -1);
        InfluxStore store = server.open()) {
      assertThatThrownBy(() -> store.append(some(1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("is busy (" + status + ")")
          .hasMessageContaining("hold on");
      assertThatThrownBy(() -> store.count(DAY)).isInstanceOf(TransientStoreException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void refusedRowsAreNamed(int status) throws IOException {
    try (Answering server =
            Answering.with(status, "{\"message\":\"partial write: dropped=1\"}", -1);
        InfluxStore store = server.open()) {
      assertThatThrownBy(() -> store.append(some(3)))
          .isInstanceOf(PermanentStoreException.class)
          .hasMessageContaining("refused writing batch north-1#1/7 of 3 readings")
          .hasMessageContaining("partial write: dropped=1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void wrongTokenNamesTheKeyToMendAndKeepsTheReadings(int status) throws IOException {
    try (Answering server = Answering.with(status, "{}", -1);
        InfluxStore store = server.open()) {
      assertThatThrownBy(() -> store.append(some(1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("mend store.influx.token");
    }
  }

  @Test
  void missingBucketNamesTheKeyToMend() throws IOException {
    try (Answering server = Answering.with(404, "{\"message\":\"bucket not found\"}", -1);
        InfluxStore store = server.open()) {
      assertThatThrownBy(() -> store.append(some(1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("has no bucket poyang of org works: make it or mend");
    }
  }

  @Test
  void serverThatTakesOnlySmallRequestsGetsSmallRequests() throws IOException {
    try (Answering server = Answering.with(413, "{\"message\":\"too large\"}", 2_000);
        InfluxStore store = server.open()) {
      store.append(some(100));
      assertThat(server.lengths()).hasSizeGreaterThan(3);
    }
    try (Answering server = Answering.with(413, "{\"message\":\"too large\"}", 10);
        InfluxStore store = server.open()) {
      assertThatThrownBy(() -> store.append(some(100)))
          .isInstanceOf(PermanentStoreException.class)
          .hasMessageContaining("too large");
    }
  }

  @Test
  void absentServerIsTriedAgain() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (InfluxStore store = InfluxStore.open(settings(port))) {
      assertThatThrownBy(() -> store.append(some(1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("does not answer")
          .hasMessageContaining("mend store.influx.url");
      assertThatThrownBy(() -> store.count(DAY))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void realServerWithoutTheDatabaseIsNotTakenForEmpty() {
    InfluxSettings nowhere = LocalInflux.get().settings("nowhere");
    try (InfluxStore store = LocalInflux.open(nowhere)) {
      assertThatThrownBy(() -> store.append(some(1)))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("has no bucket nowhere");
      assertThatThrownBy(() -> store.count(DAY))
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("has no bucket nowhere");
    }
  }

  @Test
  void realServerNamesTheRowsItRefuses() {
    InfluxSettings settings = LocalInflux.get().database(Path.of("refused-rows"));
    try (InfluxStore store = LocalInflux.open(settings)) {
      Batch.Builder builder = Batch.builder();
      builder.add(COD, Long.MAX_VALUE / 2, 1, Quality.STATUS_GOOD, Quality.NO_FLAG);
      List<Batch> farAway = List.of(builder.build(new BatchId(new EdgeId("north-1"), 1, 8)));
      assertThatThrownBy(() -> store.append(farAway))
          .isInstanceOf(PermanentStoreException.class)
          .hasMessageContaining("batch north-1#1/8 of 1 readings");
      store.append(some(2));
      assertThat(store.count(COD, DAY)).isEqualTo(2);
    }
  }
}
