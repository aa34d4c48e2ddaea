package io.poyang.edge.mqtt;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Eclipse Mosquitto as the system has it; tests that need it are skipped where it is missing. */
final class MosquittoBroker extends SiteBroker {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final String settings;
  private @Nullable Process process;

  MosquittoBroker() {
    this("allow_anonymous true\n");
  }

  MosquittoBroker(String settings) {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM), "skipped: there is no mosquitto at " + PROGRAM);
    this.settings = settings;
  }

  @Override
  void start() throws IOException {
    Path folder = Files.createTempDirectory("mosquitto");
    Path file = folder.resolve("mosquitto.conf");
    Files.writeString(
        file,
        "listener "
            + port()
            + " 127.0.0.1\nuser root\npersistence false\nlog_dest none\n"
            + settings);
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().until(this::isListening);
  }

  @Override
  void stop() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroy();
      try {
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          running.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
