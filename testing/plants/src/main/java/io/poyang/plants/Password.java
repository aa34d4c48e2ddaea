package io.poyang.plants;

import io.poyang.plants.folder.PlantFolder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of a plant's servers, made once and kept in its folder. */
final class Password {
  private static final String FILE = "password";
  private static final int BYTES = 12;

  private Password() {}

  static String in(PlantFolder folder) {
    return folder
        .kept(FILE)
        .map(kept -> new String(kept, StandardCharsets.UTF_8).strip())
        .orElseGet(
            () -> {
              String made = made();
              folder.keep(FILE, (made + "\n").getBytes(StandardCharsets.UTF_8));
              return made;
            });
  }

  private static String made() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    // The letter keeps YAML from ever taking it for a number.
    return "p" + HexFormat.of().formatHex(bytes);
  }
}
