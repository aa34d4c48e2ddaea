package io.poyang.scenarios;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import io.poyang.edge.opcua.TrustStore;
import io.poyang.plants.AgentPlace;
import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import io.poyang.platform.Server;
import io.poyang.platform.ServerConfig;
import io.poyang.platform.Sources;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Plants, agents and a server in this JVM, on loopback; the same parts that the processes wire. */
final class Province implements AutoCloseable {
  private static final String PASSWORD = "scenario";
  private final InstantSource clock = InstantSource.system();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Plant> plants;
  private final List<Agent> agents = new ArrayList<>();
  private Server server;

  private Province(Path folder, List<Plant> plants) {
    this.folder = folder;
    this.plants = plants;
  }

  /** Starts the sites of the given kinds with everything behind them. */
  static Province start(Path folder, SiteKind... kinds) throws Exception {
    List<SiteKind> wanted = List.of(kinds);
    Province province =
        new Province(
            folder,
            Plants.province(7, folder.resolve("plants"), InstantSource.system()).stream()
                .filter(plant -> wanted.contains(plant.site().kind()))
                .toList());
    province.plants.forEach(Plant::start);
    province.startServer(0, 0);
    for (Plant plant : province.plants) {
      province.startAgent(plant);
    }
    return province;
  }

  void startServer(int httpPort, int doorPort) throws Exception {
    StringBuilder yaml = new StringBuilder("data: server\n");
    yaml.append("http: {port: ").append(httpPort).append("}\n");
    yaml.append("door: {port: ").append(doorPort).append("}\nedges:\n");
    for (Plant plant : plants) {
      yaml.append(
          "  - {edge: %s, sites: [%s], password: %s}\n"
              .formatted(edge(plant), plant.site().id(), PASSWORD));
    }
    Path file = Files.writeString(folder.resolve("server.yaml"), yaml);
    server = Server.start(ServerConfig.read(file), clock);
  }

  private void startAgent(Plant plant) throws IOException {
    Path file = folder.resolve(edge(plant) + ".yaml");
    Files.writeString(
        file,
        plant.agentYaml(
            new AgentPlace(
                edge(plant),
                "agents/" + plant.site().id(),
                "mqtt://127.0.0.1:" + server.doorPort(),
                PASSWORD,
                OptionalInt.empty())));
    AgentConfig config = AgentConfig.read(file, Sources.KINDS);
    plant.serverCertificate().ifPresent(new TrustStore(config.data().resolve("pki"))::trust);
    agents.add(Agent.start(config, clock));
  }

  private static EdgeId edge(Plant plant) {
    return new EdgeId(plant.site().id() + "-agent");
  }

  Plant plant(SiteKind kind) {
    return plants.stream().filter(plant -> plant.site().kind() == kind).findFirst().orElseThrow();
  }

  Server server() {
    return server;
  }

  /** Stops the server and starts it again on the same ports and data. */
  void restartServer() throws Exception {
    int doorPort = server.doorPort();
    int httpPort = URI.create(server.address()).getPort();
    server.close();
    startServer(httpPort, doorPort);
  }

  String address() {
    return server.address();
  }

  HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.address() + pathAndQuery)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
    server.close();
    plants.forEach(Plant::close);
  }
}
