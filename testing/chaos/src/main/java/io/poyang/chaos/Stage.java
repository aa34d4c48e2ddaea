package io.poyang.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of one run. */
record Stage(Path root) {
  static Stage in(Path parent) throws IOException {
    Stage stage = new Stage(Files.createTempDirectory(parent, "chaos"));
    Files.createDirectory(stage.root.resolve("logs"));
    return stage;
  }

  Path folder(String name) {
    return root.resolve(name);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(Stage::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }
}
