package io.poyang.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that a process is about to keep things in. */
final class Folders {
  private Folders() {}

  /** Where things are kept that nobody gave a place: {@code .poyang} beside the launcher. */
  static Path home() {
    return Path.of(System.getenv().getOrDefault("POYANG_HOME", "."), ".poyang");
  }

  /**
   * Makes the folder where it is missing, and makes sure that it can be written.
   *
   * @throws PlatformException naming the folder and the mend
   */
  static Path usable(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    if (Files.exists(whole) && !Files.isDirectory(whole)) {
      throw new PlatformException(
          "data folder " + whole + " is a file: choose another folder", null);
    }
    try {
      Files.createDirectories(whole);
      Files.delete(Files.writeString(whole.resolve(".writable"), "can this folder be written?"));
      return whole;
    } catch (IOException e) {
      throw new PlatformException(
          "data folder "
              + whole
              + " cannot be written ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "): free space, change its owner, or choose another folder",
          e);
    }
  }
}
