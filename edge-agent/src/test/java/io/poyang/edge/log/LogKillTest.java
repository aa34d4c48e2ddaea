package io.poyang.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What a log has acknowledged is there after its process was killed in the middle of writing. */
class LogKillTest {
  private static final LogSettings SETTINGS = new LogSettings(Duration.ofMillis(2), 50, 100_000);
  private static final int LINES_BEFORE_KILL = 400;

  @TempDir Path folder;

  @RepeatedTest(2)
  void killedProcessLosesNothingItHasAcknowledged() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int acknowledged = acknowledgedUntilKilled(child);
    child.waitFor();

    try (Log log = Log.open(folder, Readings.EDGE, SETTINGS, InstantSource.system())) {
      List<Integer> held =
          log.read(1, Long.MAX_VALUE, 1_000_000).stream()
              .flatMap(batch -> Readings.numbers(batch.payload()).stream())
              .toList();
      assertThat(acknowledged).isGreaterThanOrEqualTo(LINES_BEFORE_KILL);
      assertThat(held).hasSizeGreaterThanOrEqualTo(acknowledged);
      assertThat(held).isEqualTo(IntStream.range(0, held.size()).boxed().toList());
    }
  }

  private static int acknowledgedUntilKilled(Process child) throws IOException {
    int acknowledged = 0;
    int lines = 0;
    try (BufferedReader out = child.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.endsWith(".")) {
          acknowledged = Integer.parseInt(line.substring(0, line.length() - 1));
        }
        if (++lines == LINES_BEFORE_KILL) {
          child.toHandle().destroyForcibly();
        }
      }
    }
    return acknowledged;
  }

  /** Appends without end and prints how many readings are safe, a dot ending each whole line. */
  static final class Writer {
    public static void main(String[] arguments) throws InterruptedException {
      Log log = Log.open(Path.of(arguments[0]), Readings.EDGE, SETTINGS, InstantSource.system());
      java.util.concurrent.Semaphore open = new java.util.concurrent.Semaphore(64);
      for (int i = 0; ; i += 3) {
        int safe = i + 3;
        open.acquire();
        log.append(Readings.readings(i, 3))
            .thenRun(
                () -> {
                  System.out.println(safe + ".");
                  open.release();
                });
      }
    }
  }
}
