package io.poyang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Other processes on the same Java, class path and flags as this one. */
final class Jvm {
  private Jvm() {}

  static Process start(String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Reads the process's output up to the line that starts so, and drops what follows. */
  static String awaitLine(Process process, String start) throws IOException {
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(start)) {
        Thread.ofVirtual().start(() -> drop(reader));
        return line;
      }
    }
    throw new BenchException(
        "a process of the bench ended before it said '"
            + start.strip()
            + "': see its messages above");
  }

  private static void drop(BufferedReader reader) {
    try {
      while (reader.readLine() != null) {}
    } catch (IOException e) {
      throw new UncheckedIOException("the output of a process of the bench cannot be read", e);
    }
  }
}
