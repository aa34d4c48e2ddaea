package io.poyang.platform;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Runs a server: door, intake, store, pages.")
final class Serve implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the server's configuration (see deploy/samples/server.yaml)")
  private Path config;

  @Override
  public Integer call() throws Exception {
    ServerConfig settings = ServerConfig.read(config);
    try (Server server = Server.start(settings, InstantSource.system())) {
      System.out.println("ready " + server.address());
      Stop.await();
    }
    return 0;
  }
}
