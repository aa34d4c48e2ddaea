package io.poyang.chaos;

import io.poyang.questdb.QuestDbSettings;
import io.poyang.questdb.QuestDbStore;
import io.poyang.telemetry.store.ReadingStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The server as users run it, {@code serve --config}, with a disk for its readings alone. */
final class ServerSide {
  private static final long DISK_BYTES = 1L << 30;
  private static final long READINGS_DISK_BYTES = 4L << 30;
  private static final int LOWEST_PORT = 15_000;
  private static final int PORTS = 15_000;

  private final Supervised process;
  private final Volume disk;
  private final Volume readings;
  private final int door;
  private final int http;

  private ServerSide(Stage stage, Volume disk, Volume readings, int door, int http, Path config)
      throws IOException {
    this.disk = disk;
    this.readings = readings;
    this.door = door;
    this.http = http;
    this.process =
        new Supervised(
            "server",
            Java.command(
                List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                "io.poyang.platform.Poyang",
                "serve",
                "--config",
                config.toString()),
            stage.log("server"),
            line -> {});
  }

  static ServerSide prepare(Stage stage, int agents) throws IOException {
    Volume disk = Volume.at(stage.folder("server"), DISK_BYTES);
    Volume readings = Volume.at(disk.folder().resolve("readings"), READINGS_DISK_BYTES);
    int door = freePort();
    int http = freePort();
    StringBuilder yaml = new StringBuilder();
    yaml.append("data: ").append(disk.folder()).append('\n');
    yaml.append("http: {port: ").append(http).append("}\n");
    yaml.append("door: {port: ").append(door).append("}\n");
    yaml.append("edges:\n");
    for (int agent = 0; agent < agents; agent++) {
      yaml.append(
          "  - {edge: %s, sites: [%s], password: %s}\n"
              .formatted(AgentSide.edge(agent), AgentSide.site(agent), AgentSide.PASSWORD));
    }
    Path config = Files.writeString(stage.file("server.yaml"), yaml.toString());
    return new ServerSide(stage, disk, readings, door, http, config);
  }

  /**
   * One that the operating system gives to nobody for an outgoing connection: it must still be free
   * when the server comes back.
   */
  private static int freePort() throws IOException {
    IOException last = new IOException("no port was tried");
    for (int i = 0; i < 100; i++) {
      int port = LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** What it keeps, after it has stopped. */
  ReadingStore store() {
    return QuestDbStore.open(QuestDbSettings.in(readings.folder()));
  }

  int door() {
    return door;
  }

  int http() {
    return http;
  }

  Supervised process() {
    return process;
  }

  /** Everything but the readings. */
  Volume disk() {
    return disk;
  }

  Volume readings() {
    return readings;
  }
}
