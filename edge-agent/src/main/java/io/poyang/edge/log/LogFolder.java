package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one agent's log: one agent at a time, and whatever file it holds is opened. */
final class LogFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogFolder.class);
  private static final String FILE = "log.db";

  private final Path folder;
  private final FileChannel channel;

  private LogFolder(Path folder, FileChannel channel) {
    this.folder = folder;
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
      throw new LogException(
          "data folder %s cannot be created (%s): create it, or set 'data' to a folder that can"
                  .formatted(folder, e.getMessage())
              + " be written",
          e);
    }
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("log.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new LogException(
            "data folder %s is in use by another agent: stop that one, or give this one its own"
                    .formatted(folder)
                + " 'data' folder");
      }
      return new LogFolder(folder, channel);
    } catch (IOException e) {
      throw new LogException(
          "data folder %s cannot be written (%s): make it writable for the agent's user"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * Opens the log file, or begins a new one. One that cannot be read is set aside under another
   * name, never deleted.
   */
  LogFile open(EdgeId edge, Bounds bounds, Instant now) {
    Path file = folder.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        LogFormat.create(file, edge);
        return LogFile.open(file, bounds);
      }
      LogFile found = null;
      try {
        found = LogFile.open(file, bounds);
        checkOwner(file, found.life().edge(), edge);
        found.backlog();
        return found;
      } catch (SQLException | LogException e) {
        if (found != null) {
          found.close();
        }
        if (!LogFormat.isCorrupt(e)) {
          throw e;
        }
        setAside(file, now, e);
        LogFormat.create(file, edge);
        return LogFile.open(file, bounds);
      }
    } catch (SQLException | IOException e) {
      throw new LogException(
          "log %s cannot be opened (%s): see that its disk has room and is writable"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void checkOwner(Path file, EdgeId owner, EdgeId edge) {
    if (!owner.equals(edge)) {
      throw new LogException(
          "log %s belongs to edge %s but this agent is %s: give the agent its old id back, or"
                  .formatted(file, owner, edge)
              + " another 'data' folder");
    }
  }

  private void setAside(Path file, Instant now, Exception why) throws IOException {
    String name = FILE + ".corrupt-" + now.toString().replace(':', '-');
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Path part = folder.resolve(FILE + suffix);
      if (Files.exists(part)) {
        Files.move(part, folder.resolve(name + suffix));
      }
    }
    log.error(
        "log {} is damaged ({}) and was set aside as {}: what it still held for ingest is in that"
            + " file only; a new log begins",
        file,
        why.getMessage(),
        folder.resolve(name));
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
