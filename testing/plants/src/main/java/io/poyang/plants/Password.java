package io.poyang.plants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of a plant's servers, made once and kept in its folder. */
final class Password {
  private static final int BYTES = 12;

  private Password() {}

  static String in(Path folder) {
    Path file = folder.resolve("password");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[BYTES];
      new SecureRandom().nextBytes(bytes);
      // The letter keeps YAML from ever taking it for a number.
      String made = "p" + HexFormat.of().formatHex(bytes);
      Files.createDirectories(folder);
      Files.writeString(file, made + "\n");
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "plant folder " + folder + " cannot be written; choose another", e);
    }
  }
}
