package io.poyang.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.MqttUplink;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.platform.Poyang;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.wire.BatchCodec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who says that something is safe has asked the disk before: seen from outside, in the system calls
 * of real processes. Skips where there is no {@code strace}, or where it may not trace.
 */
class SyncTest {
  private static final int BATCHES = 3;
  private static final int PATIENCE_SECONDS = 120;
  private static final EdgeId EDGE = new EdgeId("north-edge");

  @TempDir private Path folder;

  @BeforeEach
  void straceWorks() throws InterruptedException {
    assumeThat(canTrace()).as("strace is here and may trace").isTrue();
  }

  private static boolean canTrace() throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder("strace", "-o", "/dev/null", "true").redirectErrorStream(true).start();
      return trial.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theLogHasAskedTheDiskBeforeItSaysThatAReadingIsTaken() throws Exception {
    Process child = traced(LogChild.class, folder.resolve("log").toString());
    assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    List<SystemCalls.Call> calls = new SystemCalls(trace()).all();
    int from = 0;
    for (int i = 1; i <= BATCHES; i++) {
      int said = indexOf(calls, from, written("\"taken " + i));
      assertThat(SystemCalls.safe(calls.subList(from, said))).contains("log.db-wal");
      from = said + 1;
    }
  }

  @Test
  void theServerHasAskedTheDiskForReadingsAndNumbersBeforeItAcknowledges() throws Exception {
    int door = freePort();
    Path config =
        Files.writeString(
            folder.resolve("server.yaml"),
            """
            data: data
            http: {port: %d}
            door: {port: %d}
            edges:
              - {edge: north-edge, sites: [north-works], password: secret}
            """
                .formatted(freePort(), door));
    Process server = traced(Poyang.class, "serve", "--config", config.toString());
    try {
      // The line that says ready.
      assertThat(server.inputReader().readLine()).startsWith("ready");
      send(door);
    } finally {
      server.descendants().forEach(ProcessHandle::destroy);
      assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    List<SystemCalls.Call> calls = new SystemCalls(trace()).all();
    int from = 0;
    for (int i = 1; i <= BATCHES; i++) {
      int came = indexOf(calls, from, call -> isRead(call, "poyang/v1/north-edge/live"));
      int receipt = indexOf(calls, came, written("\"@\\2\\0\\" + i));
      // Not among them: the _meta of a new piece of the store's log. What it says is read
      // elsewhere;
      // with it wiped, all that had been acknowledged is still found.
      assertThat(SystemCalls.safe(calls.subList(came, receipt)))
          .contains("wal/signal.d", "wal/at.d", "wal/value.d", "wal/status.d", "wal/flag.d")
          .contains("wal/_event", "wal/_event.i", "_txnlog", "ledger.db-wal");
      from = receipt + 1;
    }
  }

  private static Predicate<SystemCalls.Call> written(String start) {
    return call ->
        call instanceof SystemCalls.Call.Written(String unused, String text)
            && text.startsWith(start);
  }

  private static boolean isRead(SystemCalls.Call call, String text) {
    return call instanceof SystemCalls.Call.Read(String read) && read.contains(text);
  }

  private static int indexOf(
      List<SystemCalls.Call> calls, int from, Predicate<SystemCalls.Call> wanted) {
    for (int i = from; i < calls.size(); i++) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    throw new AssertionError("not among " + calls.size() + " system calls from " + from + " on");
  }

  /** One batch at a time, each after the receipt of the one before. */
  private static void send(int door) throws Exception {
    UplinkConfig config =
        new UplinkConfig(
            URI.create("mqtt://127.0.0.1:" + door),
            new Secret("secret"),
            100,
            8,
            false,
            Optional.empty());
    CompletableFuture<Void> connected = new CompletableFuture<>();
    try (Uplink uplink = new MqttUplink(EDGE, config, InstantSource.system())) {
      uplink.start(
          new Uplink.Listener() {
            @Override
            public void connected(int window) {
              connected.complete(null);
            }

            @Override
            public void disconnected() {}
          });
      connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      BatchCodec codec = new BatchCodec(1 << 20);
      for (int i = 1; i <= BATCHES; i++) {
        Batch.Builder batch = Batch.builder();
        batch.add(
            SignalId.parse("north-works/ph"),
            1_772_352_000_000L + i,
            i,
            Quality.STATUS_GOOD,
            Quality.NO_FLAG);
        uplink
            .send(Lane.LIVE, codec.encode(batch.build(new BatchId(EDGE, 77, i))))
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private Path trace() {
    return folder.resolve("trace.txt");
  }

  private Process traced(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(SystemCalls.TRACED);
    command.addAll(List.of("-o", trace().toString()));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.math=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.to(folder.resolve("errors.txt").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
