package io.poyang.platform;

import io.poyang.telemetry.config.Secret;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What whoever changes something on a server has to show. Made once, at the first start, in a file
 * that only the server's own user can read: who may read the data folder may use it.
 */
final class AdminToken {
  private static final String NAME = "admin.token";
  private static final int BYTES = 32;

  private AdminToken() {}

  /** The server's own; made where there is none yet. */
  static Secret of(Path data) {
    Path file = data.resolve(NAME);
    return Files.exists(file) ? read(file) : make(file);
  }

  /** For whoever talks to a server that has been started before. */
  static Secret existing(Path data) {
    Path file = data.resolve(NAME);
    if (Files.notExists(file)) {
      throw new PlatformException(
          "token "
              + file.toAbsolutePath()
              + " is not there: start the server of this configuration first, it makes one",
          null);
    }
    return read(file);
  }

  private static Secret read(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new PlatformException(
            "token " + file.toAbsolutePath() + " is empty: delete it, and start the server again",
            null);
      }
      return new Secret(token);
    } catch (IOException e) {
      throw new PlatformException(
          "token "
              + file.toAbsolutePath()
              + " cannot be read ("
              + e
              + "): run this as the user that runs the server",
          e);
    }
  }

  private static Secret make(Path file) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    try {
      Path parent = file.toAbsolutePath().getParent();
      Path unready = Files.createTempFile(parent, NAME, ".new", ownerOnly());
      // Under its name it is whole or not there at all.
      Files.move(Files.writeString(unready, token + "\n"), file, StandardCopyOption.ATOMIC_MOVE);
      return new Secret(token);
    } catch (IOException e) {
      throw new PlatformException(
          "token "
              + file.toAbsolutePath()
              + " cannot be written ("
              + e
              + "): free space, or change the folder's owner",
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
