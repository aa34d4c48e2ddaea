package io.poyang.influx;

import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The same promises on a server in a container, with its own write path, where Docker is. One
 * server for a class, a bucket for each folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InfluxContainerContract extends ReadingStoreContract {
  private static final int PORT = 8086;
  private static final boolean DOCKER = isDockerHere();

  private final ConcurrentHashMap<Path, String> buckets = new ConcurrentHashMap<>();
  private final GenericContainer<?> container;

  InfluxContainerContract(String image) {
    this.container = container(image);
  }

  @SuppressWarnings("resource") // closed in stop()
  private static GenericContainer<?> container(String image) {
    return new GenericContainer<>(image)
        .withExposedPorts(PORT)
        .withEnv("INFLUXDB_REPORTING_DISABLED", "true")
        .withEnv("INFLUXD_REPORTING_DISABLED", "true")
        .withEnv("DOCKER_INFLUXDB_INIT_MODE", "setup")
        .withEnv("DOCKER_INFLUXDB_INIT_USERNAME", "poyang")
        .withEnv("DOCKER_INFLUXDB_INIT_PASSWORD", "poyang-poyang")
        .withEnv("DOCKER_INFLUXDB_INIT_ORG", "works")
        .withEnv("DOCKER_INFLUXDB_INIT_BUCKET", "first")
        .withEnv("DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", "poyang-token")
        .waitingFor(Wait.forHttp("/ping").forStatusCode(204));
  }

  @AfterAll
  void stop() {
    container.stop();
  }

  /** Makes a bucket of this name and returns how the store names it. */
  abstract String make(String name);

  @Override
  protected ReadingStore open(Path folder) {
    Assumptions.assumeTrue(DOCKER, "skipped: no Docker engine on this machine");
    container.start();
    String bucket = buckets.computeIfAbsent(folder, unused -> make("t" + (buckets.size() + 1)));
    return InfluxStore.open(
        new InfluxSettings(
            "http://" + container.getHost() + ":" + container.getMappedPort(PORT),
            "works",
            bucket,
            new Secret("poyang-token"),
            Duration.ofSeconds(20)));
  }

  void run(String... command) {
    try {
      ExecResult result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(result.getStderr());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isDockerHere() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (IllegalStateException | NoClassDefFoundError e) {
      return false;
    }
  }
}
