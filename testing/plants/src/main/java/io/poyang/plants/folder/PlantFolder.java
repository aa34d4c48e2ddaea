package io.poyang.plants.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plant's folder. What is kept in it is for its owner only, where the file system knows owners;
 * while it is claimed, no other process runs a plant in it. Any thread may call.
 */
public final class PlantFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNERS_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNERS_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final String plant;
  private final Path path;
  private @Nullable FileChannel claim;

  /**
   * Makes the folder where there is none.
   *
   * @param plant named in messages
   */
  public PlantFolder(String plant, Path path) {
    this.plant = plant;
    this.path = path;
    make(path);
  }

  public Path path() {
    return path;
  }

  /** The plant's name. */
  public String plant() {
    return plant;
  }

  /** A folder in this one. */
  public Path inner(String name) {
    Path inner = path.resolve(name);
    make(inner);
    return inner;
  }

  private void make(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        restrict(folder, OWNERS_FOLDER);
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** What is kept under a name. */
  public Optional<byte[]> kept(String name) {
    Path file = path.resolve(name);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      // Earlier versions left it open to everybody.
      restrict(file, OWNERS_FILE);
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Keeps it all or not at all: nobody finds half a key after a crash. */
  public void keep(String name, byte[] content) {
    Path file = path.resolve(name);
    try {
      Path half = Files.createTempFile(path, "new", ".tmp");
      restrict(half, OWNERS_FILE);
      Files.write(half, content);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(permissions);
    }
  }

  /** Keeps other processes out until {@link #close}; does nothing where it is claimed already. */
  public synchronized void claim() {
    if (claim != null) {
      return;
    }
    try {
      FileChannel file =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(file)) {
        file.close();
        throw inUse(null);
      }
      claim = file;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another plant of this very process has it.
      return false;
    }
  }

  /** Lets others in. */
  @Override
  public synchronized void close() {
    if (claim != null) {
      try {
        claim.close();
      } catch (IOException e) {
        throw unusable(path, e);
      }
      claim = null;
    }
  }

  /** What to throw where somebody else works in the folder. */
  public PlantException inUse(@Nullable Throwable cause) {
    return new PlantException(
        "plant "
            + plant
            + ": its folder "
            + path
            + " is in use by another process: stop it or choose another --data",
        cause);
  }

  private PlantException unusable(Path which, IOException e) {
    return new PlantException(
        "plant "
            + plant
            + ": "
            + which
            + " cannot be used ("
            + e
            + "): mend it or choose another --data",
        e);
  }
}
