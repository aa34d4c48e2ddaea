package io.poyang.platform;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import io.poyang.plants.AgentPlace;
import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Everything in one process, on loopback: simulated plants, their agents, a server. The agents and
 * the server are the real ones; only the plants are not.
 */
@Command(
    name = "demo",
    description =
        "Runs four simulated plants, their agents, a server and its pages in one process.")
final class Demo implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is kept between two starts (default: .poyang/demo)")
  private Path data = Path.of(System.getenv().getOrDefault("POYANG_HOME", "."), ".poyang", "demo");

  @Option(
      names = "--http",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "where the pages are (default ${DEFAULT-VALUE})")
  private int http;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "2021",
      description = "what the plants' weather and luck follow (default ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws Exception {
    InstantSource clock = InstantSource.system();
    Path folder = Folders.usable(data);
    try (Closing parts = new Closing()) {
      progress("plants: starting four simulated sites");
      List<Plant> plants = Plants.province(seed, folder.resolve("plants"), clock);
      for (Plant plant : plants) {
        parts.add(plant);
        plant.start();
      }
      progress("server: opening the store in " + folder);
      String password = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
      Server server = parts.add(Server.start(serverConfig(folder, plants, password), clock));
      for (Plant plant : plants) {
        parts.add(startAgent(plant, folder, server.doorPort(), password, clock));
        progress(
            "agent: %s reads %d signals"
                .formatted(plant.site().name().en(), plant.signals().size()));
      }
      System.out.println("ready " + server.address());
      Stop.await();
      progress("stopping");
    }
    return 0;
  }

  private ServerConfig serverConfig(Path folder, List<Plant> plants, String password)
      throws IOException {
    StringBuilder yaml = new StringBuilder("data: server\n");
    yaml.append("http: {port: ").append(http).append("}\n");
    yaml.append("door: {port: 0}\nedges:\n");
    for (Plant plant : plants) {
      yaml.append(
          "  - {edge: %s, sites: [%s], password: %s}\n"
              .formatted(edge(plant), plant.site().id(), password));
    }
    return ServerConfig.read(Files.writeString(folder.resolve("server.yaml"), yaml));
  }

  private static Agent startAgent(
      Plant plant, Path folder, int doorPort, String password, InstantSource clock)
      throws IOException {
    Path file = folder.resolve(edge(plant) + ".yaml");
    Files.writeString(
        file,
        plant.agentYaml(
            new AgentPlace(
                edge(plant),
                "agents/" + plant.site().id(),
                "mqtt://127.0.0.1:" + doorPort,
                password,
                OptionalInt.empty())));
    AgentConfig config = AgentConfig.read(file, Sources.KINDS);
    // Whoever runs the demo runs the plants too, so their certificates need no second look.
    plant.serverCertificate().ifPresent(Trust.of(config)::trust);
    return Agent.start(config, clock);
  }

  private static EdgeId edge(Plant plant) {
    return new EdgeId(plant.site().id() + "-agent");
  }

  private static void progress(String what) {
    System.out.println(what);
  }
}
