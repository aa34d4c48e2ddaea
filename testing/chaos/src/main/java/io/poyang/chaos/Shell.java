package io.poyang.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The operating system's own commands, each of which takes moments. */
final class Shell {
  private static final int PATIENCE_SECONDS = 20;

  /** What a command said and whether it succeeded. */
  record Answer(boolean done, String text) {}

  private Shell() {}

  static Answer run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(false, String.join(" ", command) + " does not end");
      }
      return new Answer(process.exitValue() == 0, text);
    } catch (IOException e) {
      return new Answer(false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChaosException("interrupted while running " + String.join(" ", command), e);
    }
  }

  /** As {@link #run}, for what must succeed. */
  static void demand(String... command) {
    Answer answer = run(command);
    if (!answer.done()) {
      throw new ChaosException(String.join(" ", command) + " failed: " + answer.text());
    }
  }
}
