package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The log's SQLite file: one row a batch. Written by one thread at a time, read by another one
 * beside it, which WAL allows.
 */
final class LogFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogFile.class);
  static final int APPLICATION_ID = 0x506f7967;
  private static final int VERSION = 1;

  private final Path file;
  private final Connection connection;
  private final Connection reader;
  private @Nullable Writing writing;
  private @Nullable PreparedStatement select;

  private LogFile(Path file, Connection connection, Connection reader) {
    this.file = file;
    this.connection = connection;
    this.reader = reader;
  }

  /** The writer's statements. The driver closes one that has failed, so they are made again. */
  private record Writing(
      PreparedStatement insert,
      PreparedStatement count,
      PreparedStatement delete,
      PreparedStatement advance) {
    static Writing on(Connection connection) throws SQLException {
      return new Writing(
          connection.prepareStatement(
              "INSERT INTO batch (sequence, readings, first_at, last_at, payload)"
                  + " VALUES (?, ?, ?, ?, ?)"),
          connection.prepareStatement(
              "SELECT count(*), coalesce(sum(readings), 0), coalesce(sum(length(payload)), 0)"
                  + " FROM batch WHERE sequence BETWEEN ? AND ?"),
          connection.prepareStatement("DELETE FROM batch WHERE sequence BETWEEN ? AND ?"),
          connection.prepareStatement("UPDATE life SET last_sequence = ?"));
    }

    void close() throws SQLException {
      insert.close();
      count.close();
      delete.close();
      advance.close();
    }
  }

  private Writing writing() throws SQLException {
    Writing ready = writing;
    if (ready == null) {
      ready = Writing.on(connection);
      writing = ready;
    }
    return ready;
  }

  /** The row that says whose log this is and how far it came. */
  record Life(EdgeId edge, long epoch, long lastSequence) {}

  /** Creates the file with its tables; the path must not exist. */
  static void create(Path file, EdgeId edge, long epoch) throws SQLException {
    try (Connection connection = connect(file, false);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
      statement.execute("BEGIN IMMEDIATE");
      statement.execute(
          "CREATE TABLE life (edge TEXT NOT NULL, epoch INTEGER NOT NULL,"
              + " last_sequence INTEGER NOT NULL)");
      statement.execute(
          "CREATE TABLE batch (sequence INTEGER PRIMARY KEY, readings INTEGER NOT NULL,"
              + " first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, payload BLOB NOT NULL)");
      try (PreparedStatement life =
          connection.prepareStatement("INSERT INTO life VALUES (?, ?, 0)")) {
        life.setString(1, edge.value());
        life.setLong(2, epoch);
        life.executeUpdate();
      }
      statement.execute("COMMIT");
    }
  }

  static LogFile open(Path file) throws SQLException {
    Connection connection = connect(file, false);
    try {
      try (Statement statement = connection.createStatement()) {
        // Brings everything into the main file, so that its length can be held against its header.
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        long pages = number(statement, "PRAGMA page_count");
        long size = number(statement, "PRAGMA page_size");
        long application = number(statement, "PRAGMA application_id");
        if (application != APPLICATION_ID || file.toFile().length() < pages * size) {
          throw new CutShortException(
              file + " is cut short or is not a log of Poyang: application id " + application);
        }
        long version = number(statement, "PRAGMA user_version");
        if (version != VERSION) {
          throw new LogException(
              "log %s has version %d but this agent reads version %d: run the agent that wrote it"
                      .formatted(file, version, VERSION)
                  + " until its backlog is empty");
        }
      }
      return new LogFile(file, connection, connect(file, true));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The file is shorter than it says of itself. */
  static final class CutShortException extends SQLException {
    CutShortException(String message) {
      super(message);
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5_000);
    config.setPageSize(4096);
    config.setCacheSize(readOnly ? -1_000 : -8_000);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "false");
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(64 << 20));
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    if (!readOnly) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_autocheckpoint = " + 4000);
      }
    }
    return connection;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  Life life() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT edge, epoch, last_sequence FROM life")) {
      if (!row.next()) {
        throw new CutShortException(file + " has no life row");
      }
      return new Life(new EdgeId(row.getString(1)), row.getLong(2), row.getLong(3));
    }
  }

  Backlog backlog() throws SQLException {
    return counted(new Sequences.Range(0, Long.MAX_VALUE));
  }

  void begin() throws SQLException {
    execute("BEGIN IMMEDIATE");
  }

  void insert(StoredBatch batch) throws SQLException {
    PreparedStatement insert = writing().insert();
    insert.setLong(1, batch.sequence());
    insert.setInt(2, batch.readings());
    insert.setLong(3, batch.firstAtMillis());
    insert.setLong(4, batch.lastAtMillis());
    insert.setBytes(5, batch.payload());
    insert.executeUpdate();
  }

  /** Deletes a range and says what was in it. */
  Backlog delete(Sequences.Range range) throws SQLException {
    Backlog deleted = counted(range);
    PreparedStatement delete = writing().delete();
    delete.setLong(1, range.from());
    delete.setLong(2, range.to());
    delete.executeUpdate();
    return deleted;
  }

  private Backlog counted(Sequences.Range range) throws SQLException {
    PreparedStatement count = writing().count();
    count.setLong(1, range.from());
    count.setLong(2, range.to());
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  void advance(long lastSequence) throws SQLException {
    PreparedStatement advance = writing().advance();
    advance.setLong(1, lastSequence);
    advance.executeUpdate();
  }

  /** Returns once everything since {@link #begin} is on the disk. */
  void commit() throws SQLException {
    execute("COMMIT");
  }

  /** Undoes what was begun; SQLite may have done so by itself, which it reports as an error. */
  void rollback() {
    try {
      Writing failed = writing;
      writing = null;
      if (failed != null) {
        failed.close();
      }
      execute("ROLLBACK");
    } catch (SQLException e) {
      log.debug("log {}: nothing to roll back: {}", file, e.getMessage());
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** For tests: as if the disk had room for so many pages only. */
  void limitPages(long pages) throws SQLException {
    execute("PRAGMA max_page_count = " + pages);
  }

  /** Batches of a range in order; any thread, beside the writer. */
  synchronized List<StoredBatch> read(long from, long to, int most) throws SQLException {
    PreparedStatement ready = select;
    if (ready == null) {
      ready =
          reader.prepareStatement(
              "SELECT sequence, readings, first_at, last_at, payload FROM batch"
                  + " WHERE sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?");
    }
    select = null;
    List<StoredBatch> batches = new ArrayList<>();
    ready.setLong(1, from);
    ready.setLong(2, to);
    ready.setInt(3, most);
    try (ResultSet row = ready.executeQuery()) {
      while (row.next()) {
        batches.add(
            new StoredBatch(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getBytes(5)));
      }
    }
    select = ready;
    return batches;
  }

  @Override
  public synchronized void close() throws SQLException {
    try {
      reader.close();
    } finally {
      connection.close();
    }
  }
}
