package io.poyang.scenarios;

import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import io.poyang.platform.AllInOne;
import io.poyang.platform.Server;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Plants with everything behind them in this JVM: the same parts that the demo wires. */
final class Province implements AutoCloseable {
  private final List<Plant> plants;
  private final AllInOne all;

  private Province(List<Plant> plants, AllInOne all) {
    this.plants = plants;
    this.all = all;
  }

  /** Starts the sites of the given kinds. */
  static Province start(Path folder, SiteKind... kinds) {
    List<SiteKind> wanted = List.of(kinds);
    InstantSource clock = InstantSource.system();
    List<Plant> plants =
        Plants.province(7, folder.resolve("plants"), clock).stream()
            .filter(plant -> wanted.contains(plant.site().kind()))
            .toList();
    Plants.start(plants);
    return new Province(plants, AllInOne.start(folder, 0, plants, clock, step -> {}));
  }

  List<Plant> plants() {
    return plants;
  }

  Plant plant(SiteKind kind) {
    return plants.stream().filter(plant -> plant.site().kind() == kind).findFirst().orElseThrow();
  }

  Server server() {
    return all.server();
  }

  String address() {
    return server().address();
  }

  void restartServer() {
    all.restartServer();
  }

  @Override
  public void close() {
    all.close();
  }
}
