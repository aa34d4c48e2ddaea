package io.poyang.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose disk can be made full. Where this user may mount, the disk is a small one in
 * memory that shrinks to what it holds; elsewhere the folder's process may not let files grow.
 */
final class Volume {
  private static final int TRIES = 50;

  /** Without any size a disk would have no limit, nor could it get one again. */
  private static final long SMALLEST = 4096;

  private final Path folder;
  private final long size;
  private final boolean mounted;

  private Volume(Path folder, long size, boolean mounted) {
    this.folder = folder;
    this.size = size;
    this.mounted = mounted;
  }

  static Volume at(Path folder, long size) throws IOException {
    Files.createDirectories(folder);
    Shell.Answer answer =
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + size, "poyang-chaos", folder.toString());
    return new Volume(folder, size, answer.done());
  }

  Path folder() {
    return folder;
  }

  boolean isMounted() {
    return mounted;
  }

  /**
   * Leaves no room.
   *
   * @param user the process that writes here; not there while it is down
   */
  void fill(@Nullable Long user) {
    if (!mounted) {
      limit(user, "0");
      return;
    }
    Shell.Answer answer = new Shell.Answer(false, "");
    // What is in use may grow between the look and the shrinking, which is then refused.
    for (int i = 0; i < TRIES && !answer.done(); i++) {
      answer = resize(Math.max(SMALLEST, used()));
    }
    if (!answer.done()) {
      throw new ChaosException("volume " + folder + " cannot be filled: " + answer.text());
    }
  }

  /** Gives the room back. */
  void free(@Nullable Long user) {
    if (!mounted) {
      limit(user, "unlimited");
      return;
    }
    Shell.Answer answer = resize(size);
    if (!answer.done()) {
      throw new ChaosException("volume " + folder + " cannot be freed: " + answer.text());
    }
  }

  private Shell.Answer resize(long bytes) {
    return Shell.run("mount", "-o", "remount,size=" + bytes, folder.toString());
  }

  private long used() {
    try {
      FileStore store = Files.getFileStore(folder);
      return store.getTotalSpace() - store.getUnallocatedSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("volume " + folder + " cannot be looked at", e);
    }
  }

  private static void limit(@Nullable Long user, String bytes) {
    if (user != null) {
      Limits.FILE_SIZE.set(user, bytes);
    }
  }

  /** Takes the disk away; its content is copied to a plain folder of the same name if asked. */
  void close(boolean keep) throws IOException {
    if (!mounted) {
      return;
    }
    Path copy = folder.resolveSibling(folder.getFileName() + ".copy");
    if (keep) {
      Shell.demand("cp", "-a", folder.toString(), copy.toString());
    }
    if (!Shell.run("umount", folder.toString()).done()) {
      Shell.demand("umount", "-l", folder.toString());
    }
    if (keep) {
      Files.deleteIfExists(folder);
      Files.move(copy, folder);
    }
  }
}
