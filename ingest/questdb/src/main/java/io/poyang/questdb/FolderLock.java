package io.poyang.questdb;

import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.TransientStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process away from a store folder; the operating system frees it after a crash. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(channel)) {
        channel.close();
        throw new PermanentStoreException(
            "store folder "
                + folder
                + " is already in use by another process: stop it or choose another folder",
            null);
      }
      return new FolderLock(channel);
    } catch (AccessDeniedException e) {
      throw new TransientStoreException(
          "store folder " + folder + " is not writable for this user: change its owner or mode", e);
    } catch (FileSystemException e) {
      throw new TransientStoreException(
          "store folder "
              + folder
              + " cannot be used: "
              + reason(e)
              + "; mend it or choose another folder",
          e);
    } catch (IOException e) {
      throw new TransientStoreException(
          "store folder " + folder + " cannot be locked: " + e.getMessage(), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? e.toString() : e.getReason();
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new TransientStoreException("store folder lock cannot be given back", e);
    }
  }
}
