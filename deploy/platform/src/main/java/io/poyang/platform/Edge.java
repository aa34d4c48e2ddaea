package io.poyang.platform;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "edge",
    description = "Runs an edge agent: reads sensors, keeps and sends readings.")
final class Edge implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the agent's configuration (see edge-agent/sample.yaml)")
  private Path config;

  @Override
  public Integer call() throws Exception {
    AgentConfig settings = AgentConfig.read(config, Sources.KINDS);
    try (Agent agent = Agent.start(settings, InstantSource.system())) {
      System.out.println("ready edge " + settings.edge());
      Stop.await();
    }
    return 0;
  }
}
