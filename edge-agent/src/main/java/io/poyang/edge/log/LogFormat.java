package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The tables of the log's file, how it is opened, and how its failures are told apart. */
final class LogFormat {
  static final int PAGE_BYTES = 4096;
  private static final int APPLICATION_ID = 0x506f7967;
  private static final int VERSION = 2;

  private LogFormat() {}

  /** Creates the file with its tables; the path must not exist. */
  static void create(Path path, EdgeId edge) throws SQLException {
    SQLiteConfig config = config();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPageSize(PAGE_BYTES);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      // Must be said before the first page is written.
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
      statement.execute("BEGIN IMMEDIATE");
      statement.execute(
          "CREATE TABLE life (edge TEXT NOT NULL, last_sequence INTEGER NOT NULL,"
              + " oldest INTEGER NOT NULL, batches INTEGER NOT NULL, readings INTEGER NOT NULL)");
      statement.execute(
          "CREATE TABLE opening (number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL,"
              + " first INTEGER NOT NULL, previous INTEGER NOT NULL, opened_at INTEGER NOT NULL)");
      // The payload comes last: what stands before it is read without its overflow pages.
      statement.execute(
          "CREATE TABLE batch (sequence INTEGER PRIMARY KEY, epoch INTEGER NOT NULL,"
              + " readings INTEGER NOT NULL, gaps INTEGER NOT NULL, first_at INTEGER NOT NULL,"
              + " last_at INTEGER NOT NULL, kept_at INTEGER NOT NULL, checksum INTEGER NOT NULL,"
              + " payload BLOB NOT NULL)");
      try (PreparedStatement life =
          connection.prepareStatement("INSERT INTO life VALUES (?, 0, 1, 0, 0)")) {
        life.setString(1, edge.value());
        life.executeUpdate();
      }
      statement.execute("COMMIT");
    }
  }

  /**
   * Refuses a file that is shorter than it says; only right after everything was copied into it.
   */
  static void checkLength(Path path, Statement statement) throws SQLException {
    long pages = number(statement, "PRAGMA page_count");
    long bytes = path.toFile().length();
    if (bytes < pages * PAGE_BYTES) {
      throw new DamagedException(
          "%s is cut short: %d bytes of %d pages".formatted(path, bytes, pages));
    }
  }

  /** Refuses what is no log of this version. */
  static void check(Path path, Statement statement) throws SQLException {
    long application = number(statement, "PRAGMA application_id");
    if (application != APPLICATION_ID) {
      throw new DamagedException(path + " is not a log of Poyang: application id " + application);
    }
    long version = number(statement, "PRAGMA user_version");
    if (version != VERSION) {
      throw new LogException(
          "log %s has version %d but this agent reads version %d: run the agent that wrote it"
                  .formatted(path, version, VERSION)
              + " until its backlog is empty");
    }
  }

  /** For the one thread that writes. */
  static Connection connect(Path path, Bounds bounds) throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-8_000);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "false");
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(bounds.walBytes()));
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + bounds.walBytes() / PAGE_BYTES / 2);
    }
    return connection;
  }

  /** For whoever reads beside it. */
  static Connection connectToRead(Path path) throws SQLException {
    SQLiteConfig config = config();
    config.setCacheSize(-1_000);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = true");
    }
    return connection;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(5_000);
    return config;
  }

  static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static boolean isCorrupt(Throwable failure) {
    if (failure instanceof DamagedException) {
      return true;
    }
    return failure instanceof SQLiteException e
        && (primary(e) == SQLiteErrorCode.SQLITE_CORRUPT.code
            || primary(e) == SQLiteErrorCode.SQLITE_NOTADB.code);
  }

  /** As {@link #isCorrupt}, where nothing was asked but what every whole log answers. */
  static boolean isCorruptAtOpening(Throwable failure, Path path) {
    return isCorrupt(failure)
        || failure instanceof SQLiteException e
            && (primary(e) == SQLiteErrorCode.SQLITE_ERROR.code
                || primary(e) == SQLiteErrorCode.SQLITE_MISMATCH.code
                || primary(e) == SQLiteErrorCode.SQLITE_READONLY.code && Files.isWritable(path));
  }

  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }

  static boolean isFull(Throwable failure) {
    return failure instanceof SQLiteException e && primary(e) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  static boolean isInputOutput(Throwable failure) {
    return failure instanceof SQLiteException e && primary(e) == SQLiteErrorCode.SQLITE_IOERR.code;
  }
}
