package io.poyang.platform;

import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Runs four simulated plants, their agents, a server and its pages in one process.")
final class Demo implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is kept between two starts (default: .poyang/demo)")
  private Path data = Folders.home().resolve("demo");

  @Option(
      names = "--http",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "where the pages are (default ${DEFAULT-VALUE})")
  private int http;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "what the plants' weather and luck follow (default ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Path folder = Folders.usable(data);
    System.out.println("plants: starting four simulated sites");
    List<Plant> plants = Plants.province(seed, folder.resolve("plants"), clock);
    try {
      Plants.start(plants);
    } catch (RuntimeException | Error e) {
      Plants.close(plants);
      throw e;
    }
    try (AllInOne all = AllInOne.start(folder, http, plants, clock, System.out::println)) {
      System.out.println("ready " + all.server().address());
      Stop.await();
      System.out.println("stopping");
    }
    return 0;
  }
}
