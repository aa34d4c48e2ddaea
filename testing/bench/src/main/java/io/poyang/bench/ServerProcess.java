package io.poyang.bench;

import io.poyang.questdb.QuestDbSettings;
import io.poyang.questdb.QuestDbStore;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.store.ReadingStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server as users run it, {@code serve --config}, with everything of the product switched on. */
final class ServerProcess implements AutoCloseable {
  static final String PASSWORD = "bench";
  private final Process process;
  private final Path data;
  private final int doorPort;
  private final int httpPort;

  private ServerProcess(Process process, Path data, int doorPort, int httpPort) {
    this.process = process;
    this.data = data;
    this.doorPort = doorPort;
    this.httpPort = httpPort;
  }

  static ServerProcess start(Path folder, int edges) throws IOException {
    int doorPort = freePort();
    int httpPort = freePort();
    Path data = folder.resolve("data");
    StringBuilder yaml = new StringBuilder();
    yaml.append("data: ").append(data).append('\n');
    yaml.append("http: {port: ").append(httpPort).append("}\n");
    yaml.append("door: {port: ").append(doorPort).append("}\n");
    yaml.append("edges:\n");
    for (int edge = 0; edge < edges; edge++) {
      yaml.append(
          "  - {edge: %s, sites: [%s], password: %s}\n"
              .formatted(Workload.edge(edge), Workload.site(edge), PASSWORD));
    }
    Path config = Files.writeString(folder.resolve("server.yaml"), yaml.toString());
    Process process =
        Jvm.start("io.poyang.platform.Poyang", "serve", "--config", config.toString());
    Jvm.awaitLine(process, "ready ");
    return new ServerProcess(process, data, doorPort, httpPort);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int doorPort() {
    return doorPort;
  }

  /** Throws where the server is gone. */
  void check() {
    if (!process.isAlive()) {
      throw new BenchException(
          "the bench's server ended by itself with exit code "
              + process.exitValue()
              + ": see its messages above");
    }
  }

  /** What the server counts in its commits since it started. */
  Commits commits() throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return new Commits(
          (long) sample(text, "poyang_intake_commit_readings_count"),
          (long) sample(text, "poyang_intake_commit_readings_sum"));
    }
  }

  private static double sample(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new BenchException("the server's metrics do not name " + name));
  }

  record Commits(long count, long readings) {
    /** Readings a commit since an earlier look. */
    long averageSince(Commits before) {
      return (readings - before.readings) / Math.max(1, count - before.count);
    }
  }

  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Stops the server and counts what its store holds in the period. */
  long stopAndCount(Period period) throws InterruptedException {
    stop();
    try (ReadingStore store = QuestDbStore.open(QuestDbSettings.in(data.resolve("readings")))) {
      store.awaitVisible();
      return store.count(period);
    }
  }

  private void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
