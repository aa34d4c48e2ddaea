package io.poyang.platform;

import io.poyang.edge.AgentConfig;
import io.poyang.telemetry.config.Config;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description =
        "Checks a configuration of a server or an agent; opens no socket and names every failure at once.")
final class Check implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration to check")
  private Path config;

  @Override
  public Integer call() {
    Config.read(
        config,
        root ->
            root.mentions("edge")
                ? AgentConfig.read(root, Sources.KINDS)
                : ServerConfig.read(root));
    System.out.println(config + ": good");
    return 0;
  }
}
