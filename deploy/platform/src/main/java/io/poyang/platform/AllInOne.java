package io.poyang.platform;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import io.poyang.plants.AgentPlace;
import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Simulated plants, their agents and a server in one process, on loopback. The agents and the
 * server are the real ones and read configuration files that are written into the data folder; only
 * the plants are not.
 */
public final class AllInOne implements AutoCloseable {
  private static final int PASSWORD_BYTES = 16;

  private final Path folder;
  private final List<Plant> plants;
  private final InstantSource clock;
  private final String password;
  private final List<Agent> agents = new ArrayList<>();
  private Server server;

  private AllInOne(Path folder, int http, List<Plant> plants, InstantSource clock) {
    this.folder = folder;
    this.plants = plants;
    this.clock = clock;
    this.password = password();
    this.server = Server.start(serverConfig(http, 0), clock);
  }

  private static String password() {
    byte[] secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /**
   * Starts agents and a server for plants that listen already; closes the plants at the end, also
   * where it cannot start.
   *
   * @param http the port of the pages, 0 for a free one
   * @param progress hears a line for each step
   */
  public static AllInOne start(
      Path folder, int http, List<Plant> plants, InstantSource clock, Consumer<String> progress) {
    AllInOne all = withServer(folder, http, plants, clock, progress);
    try {
      for (Plant plant : plants) {
        all.startAgent(plant);
        progress.accept(
            "agent: %s reads %d signals"
                .formatted(plant.site().name().en(), plant.signals().size()));
      }
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  private static AllInOne withServer(
      Path folder, int http, List<Plant> plants, InstantSource clock, Consumer<String> progress) {
    progress.accept("server: opening the store in " + folder);
    try {
      return new AllInOne(Folders.usable(folder), http, plants, clock);
    } catch (RuntimeException | Error e) {
      Plants.close(plants);
      throw e;
    }
  }

  private ServerConfig serverConfig(int http, int door) {
    StringBuilder yaml = new StringBuilder("data: server\n");
    yaml.append("http: {port: ").append(http).append("}\n");
    yaml.append("door: {port: ").append(door).append("}\nedges:\n");
    for (Plant plant : plants) {
      yaml.append(
          "  - {edge: %s, sites: [%s], password: %s}\n"
              .formatted(edge(plant), plant.site().id(), password));
    }
    return ServerConfig.read(write("server.yaml", yaml));
  }

  private void startAgent(Plant plant) {
    AgentPlace place =
        new AgentPlace(
            edge(plant),
            "agents/" + plant.site().id(),
            "mqtt://127.0.0.1:" + server.doorPort(),
            password,
            OptionalInt.empty());
    AgentConfig config =
        AgentConfig.read(write(edge(plant) + ".yaml", plant.agentYaml(place)), Sources.KINDS);
    // Whoever starts these plants knows them; elsewhere a certificate waits to be approved.
    plant.serverCertificate().ifPresent(Trust.of(config)::trust);
    agents.add(Agent.start(config, clock));
  }

  private Path write(String name, CharSequence yaml) {
    try {
      Path file = Files.writeString(folder.resolve(name), yaml);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        // It holds a password.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      return file;
    } catch (IOException e) {
      throw new PlatformException(
          folder.resolve(name)
              + " cannot be written ("
              + e
              + "): free space, change its owner, or choose another folder",
          e);
    }
  }

  private static EdgeId edge(Plant plant) {
    return new EdgeId(plant.site().id() + "-agent");
  }

  public Server server() {
    return server;
  }

  /** In the order of the plants. */
  public List<Agent> agents() {
    return List.copyOf(agents);
  }

  /** Stops the server and starts it again on the same ports and data. */
  public void restartServer() {
    int door = server.doorPort();
    int http = URI.create(server.address()).getPort();
    server.close();
    server = Server.start(serverConfig(http, door), clock);
  }

  /** Agents first, so that they read to the end; then plants and server side by side. */
  @Override
  public void close() {
    agents.parallelStream().forEach(Agent::close);
    Thread stopping = Thread.ofPlatform().name("stop-plants").start(() -> Plants.close(plants));
    server.close();
    try {
      stopping.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
