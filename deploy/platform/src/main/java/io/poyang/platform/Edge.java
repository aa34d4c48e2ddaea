package io.poyang.platform;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import io.poyang.edge.UnwritableDataException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "edge",
    description = "Runs an edge agent: reads sensors, keeps and sends readings.")
final class Edge implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(Edge.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the agent's configuration (see edge-agent/sample.yaml)")
  private Path config;

  @Override
  public Integer call() throws Exception {
    AgentConfig settings = AgentConfig.read(config, Sources.KINDS);
    try (Agent agent = started(settings)) {
      if (agent != null) {
        System.out.println("ready edge " + settings.edge());
        Stop.await();
      }
    }
    return 0;
  }

  /** Waits for a disk that is full or read-only; null when the process is to stop before that. */
  private static @Nullable Agent started(AgentConfig settings) throws InterruptedException {
    boolean said = false;
    do {
      try {
        return Agent.start(settings, InstantSource.system());
      } catch (UnwritableDataException e) {
        if (!said) {
          log.error("{}; the agent tries again until it can start", e.getMessage());
          said = true;
        }
      }
    } while (!Stop.asked(RETRY));
    return null;
  }
}
