package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one agent's log: one agent at a time, and whatever file it holds is opened. */
final class LogFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogFolder.class);
  static final String FILE = "log.db";

  private static final String FRESH = FILE + ".new";

  /** No log can begin in less. */
  private static final long LEAST_ROOM = 256 << 10;

  private static final String LOCK = "log.lock";

  private final Path folder;
  private final Path file;
  private final Path fresh;
  private final FileChannel channel;

  private LogFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.file = folder.resolve(FILE);
    this.fresh = folder.resolve(FRESH);
    this.channel = channel;
  }

  /**
   * Takes the folder for this process; the operating system gives it back when the process ends.
   */
  static LogFolder lock(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new LogException(
          "data folder %s is a file: set 'data' to another name".formatted(folder), null);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(
          folder,
          "data folder %s cannot be created (%s): create it, or set 'data' to a folder that can"
                  .formatted(folder, e.getMessage())
              + " be written",
          e);
    }
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new LogException(
            "data folder %s is in use by another agent: stop that one, or give this one its own"
                    .formatted(folder)
                + " 'data' folder");
      }
      return new LogFolder(folder, channel);
    } catch (IOException e) {
      throw failure(
          folder,
          "data folder %s cannot be written (%s): make it writable for the agent's user"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  static LogException failure(Path folder, String message, Exception cause) {
    return LogFormat.isFull(cause) || isFullOrReadOnly(folder)
        ? new LogDiskException(message, cause)
        : new LogException(message, cause);
  }

  private static boolean isFullOrReadOnly(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      FileStore volume = Files.getFileStore(existing);
      return volume.isReadOnly() || volume.getUsableSpace() < LEAST_ROOM;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** SQLite removes the write-ahead log of a file that is closed. */
  private void sayHowItEnded() throws IOException {
    Path wal = folder.resolve(FILE + "-wal");
    if (Files.exists(wal) && Files.size(wal) > 0) {
      log.info(
          "log {}: its agent ended without closing it; what was committed is there, a write that was"
              + " under way is not",
          file);
    }
  }

  /**
   * Opens the log file, or begins a new one, and its epoch. From one that is damaged everything is
   * copied that can be, and the damaged one is set aside under another name, never deleted.
   *
   * @param memory what a running agent knows of the log that it opens anew; null when it starts
   */
  LogFile open(EdgeId edge, Bounds bounds, Salvage.@Nullable Memory memory, Instant now) {
    try {
      if (Files.notExists(lockFile())) {
        throw new LogException(
            "data folder %s is gone: mount its disk again, or restart the agent".formatted(folder));
      }
      if (Files.notExists(file)) {
        setAside(List.of("-wal", "-shm"), now);
        if (memory == null) {
          begin(edge, bounds);
        } else {
          rescue(edge, bounds, memory, "it has vanished", now);
        }
      }
      if (memory == null) {
        sayHowItEnded();
      }
      LogFile found = null;
      try {
        found = LogFile.open(file, bounds);
        checkOwner(found.life().edge(), edge);
        found.verify();
        checkAge(found, memory);
        // The first write meets damage that no read does.
        found.beginEpoch(now.toEpochMilli());
        return found;
      } catch (SQLException | LogException e) {
        if (found != null) {
          found.close();
        }
        if (!LogFormat.isCorruptAtOpening(e, file)) {
          throw e;
        }
        rescue(edge, bounds, memory, String.valueOf(e.getMessage()), now);
        LogFile saved = LogFile.open(file, bounds);
        try {
          saved.beginEpoch(now.toEpochMilli());
          return saved;
        } catch (SQLException again) {
          saved.close();
          throw again;
        }
      }
    } catch (SQLException | IOException e) {
      throw failure(
          folder,
          "log %s cannot be opened (%s): see that its disk has room and is writable"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Takes what a rescue had ready when its process ended, or begins a new log. */
  private void begin(EdgeId edge, Bounds bounds) throws SQLException, IOException {
    if (!isWhole(fresh, bounds)) {
      clearFresh();
      LogFormat.create(fresh, edge);
    }
    Files.move(fresh, file);
    syncFolder();
  }

  private static boolean isWhole(Path path, Bounds bounds) throws SQLException {
    if (Files.notExists(path)) {
      return false;
    }
    try (LogFile found = LogFile.open(path, bounds)) {
      found.verify();
      return true;
    } catch (SQLException e) {
      if (LogFormat.isCorruptAtOpening(e, path)) {
        return false;
      }
      throw e;
    }
  }

  private void clearFresh() throws IOException {
    for (String part : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(folder.resolve(FRESH + part));
    }
  }

  /**
   * Builds a fresh log beside the damaged one and takes it into use when it is whole. Until then
   * the damaged file lies where it lay, so that whatever ends this half way, the next opening does
   * it again.
   */
  private void rescue(
      EdgeId edge, Bounds bounds, Salvage.@Nullable Memory memory, String why, Instant now)
      throws SQLException, IOException {
    log.error("log {} is damaged ({}): what can be read is copied into a fresh one", file, why);
    clearFresh();
    LogFormat.create(fresh, edge);
    Salvage salvage;
    List<Gap> gaps;
    try (LogFile target = LogFile.open(fresh, bounds)) {
      salvage = new Salvage(edge, target);
      Instant since = now;
      if (Files.exists(file)) {
        since = Files.readAttributes(file, BasicFileAttributes.class).creationTime().toInstant();
        try (RawPages pages = RawPages.open(file)) {
          new RawRows(pages).visit(salvage);
        }
      }
      EdgeId owner = salvage.owner();
      if (owner != null) {
        checkOwner(owner, edge);
      }
      gaps = salvage.finish(memory, since, now);
    }
    String aside = setAside(List.of("", "-wal", "-shm"), now);
    Files.move(fresh, file);
    syncFolder();
    log.error(
        "log {}: saved {} batches with {} readings, {} gaps tell of the rest; the damaged file was set"
            + " aside as {}",
        file,
        salvage.saved().batches(),
        salvage.saved().readings(),
        gaps.size(),
        aside);
  }

  /** Under a running agent an older copy may have taken the file's place; its numbers are used. */
  private static void checkAge(LogFile found, Salvage.@Nullable Memory memory) throws SQLException {
    long last = found.life().lastSequence();
    if (memory != null && last < memory.lastSequence()) {
      throw new DamagedException(
          "%s ends with batch %d but batch %d was committed"
              .formatted(found.path(), last, memory.lastSequence()));
    }
  }

  void checkOwner(EdgeId owner, EdgeId edge) {
    if (!owner.equals(edge)) {
      throw new LogException(
          "log %s belongs to edge %s but this agent is %s: give the agent its old id back, or"
                  .formatted(file, owner, edge)
              + " another 'data' folder");
    }
  }

  private String setAside(List<String> parts, Instant now) throws IOException {
    String name = FILE + ".corrupt-" + now.toString().replace(':', '-');
    for (String part : parts) {
      Path from = folder.resolve(FILE + part);
      if (Files.exists(from)) {
        Files.move(from, folder.resolve(name + part));
      }
    }
    return name;
  }

  /** A name is on the disk when its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path lockFile() {
    return folder.resolve(LOCK);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("data folder {}: lock file did not close: {}", folder, e.getMessage());
    }
  }
}
