package io.poyang.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** The ledger's place on disk: claimed by one process, known to be ours, tables up to date. */
final class LedgerFile {
  /** "Poya" in ASCII: marks the file as ours for SQLite's application_id. */
  private static final int OURS = 0x506F7961;

  /** What SQLite takes for the longest file it can have. */
  static final int UNLIMITED = 1_073_741_823;

  private static final int BUSY_MILLIS = 5_000;
  private static final String RESTORE =
      "move it away and restore the latest backup, or start empty: edges announce again";

  private final Path path;
  private final FileChannel claim;
  private volatile int mostPages = UNLIMITED;

  private LedgerFile(Path path, FileChannel claim) {
    this.path = path;
    this.claim = claim;
  }

  Path path() {
    return path;
  }

  static LedgerFile claim(Path folder) {
    Path path = folder.resolve("ledger.db").toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      LedgerFile file =
          new LedgerFile(
              path,
              FileChannel.open(
                  folder.resolve("ledger.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE));
      if (!file.locked()) {
        file.release();
        throw new LedgerException(
            "ledger "
                + path
                + " is in use by another process; stop that one or give this one another data"
                + " folder");
      }
      return file;
    } catch (IOException e) {
      throw new LedgerException(
          "ledger folder "
              + folder.toAbsolutePath()
              + " cannot be written: "
              + e
              + "; give this process write access and space there or set another data folder",
          e);
    }
  }

  private boolean locked() throws IOException {
    try {
      return claim.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  void release() {
    try {
      claim.close();
    } catch (IOException e) {
      throw new LedgerException("ledger " + path + " cannot be released: " + e, e);
    }
  }

  /** Checks that the file is ours and whole, and brings its tables up to date. */
  void prepare() {
    boolean fresh = !Files.exists(path);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
      if (!fresh) {
        check(connection);
      }
    } catch (SQLException e) {
      throw unopened(e);
    }
    try {
      SQLiteDataSource source = new SQLiteDataSource(config());
      source.setUrl("jdbc:sqlite:" + path);
      Flyway.configure(LedgerFile.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:io/poyang/ledger/migration")
          .initSql("PRAGMA application_id = " + OURS)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new LedgerException(
          "ledger "
              + path
              + " cannot be brought to this version's tables: "
              + firstLine(e)
              + "; was it written by a newer version, or is the folder full or read-only?",
          e);
    }
  }

  private void check(Connection connection) throws SQLException {
    long tables = number(connection, "SELECT COUNT(*) FROM sqlite_master");
    if (tables > 0 && number(connection, "PRAGMA application_id") != OURS) {
      throw new LedgerException(
          "ledger " + path + " is a database of another program; set another data folder");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!"ok".equals(row.getString(1))) {
        throw new LedgerException(
            "ledger " + path + " is damaged: " + row.getString(1) + "; " + RESTORE);
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().filter(l -> !l.isBlank()).findFirst().orElse("");
  }

  LedgerException unopened(SQLException e) {
    String mend =
        switch (SQLiteErrorCode.getErrorCode(e.getErrorCode())) {
          case SQLITE_NOTADB -> "it is no SQLite file: set another data folder or move it away";
          case SQLITE_CORRUPT -> RESTORE;
          case SQLITE_BUSY, SQLITE_LOCKED -> "another program holds it: close that one";
          case SQLITE_FULL -> "the disk is full: free some space";
          default -> "give this process write access and space there or set another data folder";
        };
    return new LedgerException(
        "ledger " + path + " cannot be opened: " + e.getMessage() + "; " + mend, e);
  }

  /** A connection that commits when told to. */
  Connection connect() throws SQLException {
    Connection connection = config().createConnection("jdbc:sqlite:" + path);
    try {
      if (mostPages != UNLIMITED) {
        limit(connection);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** For tests, see {@link LedgerDatabase#limitPages}. */
  void limitPages(int pages) {
    mostPages = pages;
  }

  void limit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = " + mostPages);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }
}
