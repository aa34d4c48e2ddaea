package io.poyang.ledger;

import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.StoreException;
import io.poyang.telemetry.store.TransientStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * The ledger's file and the three connections to it: one that writes, and beside it, as WAL lets
 * them, one for the short questions that a batch waits for and one for whatever may take long. Any
 * thread may call; calls of one kind wait for one another.
 */
public final class LedgerDatabase implements AutoCloseable {
  private final LedgerFile file;
  private final Desk writing;
  private final Desk asking;
  private final Desk reading;
  private final SqliteCatalogue catalogue = new SqliteCatalogue(this);
  private final SqliteQuarantine quarantine =
      new SqliteQuarantine(this, QuarantineRoom.Limits.STANDARD);
  private final SqliteContinuity continuity = new SqliteContinuity(this, EpochRoom.STANDARD);

  private LedgerDatabase(LedgerFile file, Desk writing) {
    this.file = file;
    this.writing = writing;
    this.asking = new Desk(file);
    this.reading = new Desk(file);
  }

  /**
   * Opens {@code ledger.db} in the folder, creating both where they are missing and bringing the
   * tables up to date.
   *
   * @throws LedgerException where the file is in use, foreign, damaged or cannot be written
   */
  public static LedgerDatabase open(Path folder) {
    LedgerFile file = LedgerFile.claim(folder);
    try {
      file.prepare();
      return new LedgerDatabase(file, Desk.open(file));
    } catch (SQLException e) {
      file.release();
      throw file.unopened(e);
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }

  public SqliteCatalogue catalogue() {
    return catalogue;
  }

  public SqliteQuarantine quarantine() {
    return quarantine;
  }

  public SqliteContinuity continuity() {
    return continuity;
  }

  /** Something written with a connection. */
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  /**
   * Runs a change as one transaction; returns after it is synced to disk. A change that fails
   * leaves nothing behind, and the next one starts afresh.
   */
  void write(String what, Change change) {
    try {
      Connection unused =
          writing.use(
              connection -> {
                change.on(connection);
                connection.commit();
                return connection;
              });
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** Reads, for however long it takes. */
  <T> T read(String what, Desk.Work<T> work) {
    return read(reading, what, work);
  }

  /** Reads a few rows, without waiting for anybody who reads many. */
  <T> T ask(String what, Desk.Work<T> work) {
    return read(asking, what, work);
  }

  private <T> T read(Desk desk, String what, Desk.Work<T> work) {
    try {
      return desk.use(
          connection -> {
            T result = work.on(connection);
            // Ends the read transaction; a later read must see what was written since.
            connection.rollback();
            return result;
          });
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** For tests: as if the disk had room for so many pages only, or for those already there. */
  void limitPages(int pages) {
    file.limitPages(pages);
    write("limiting the pages", file::limit);
  }

  private StoreException failed(String what, SQLException e) {
    String message = "ledger " + file.path() + ": " + what + " failed: " + e.getMessage();
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode())) {
      case SQLITE_FULL ->
          new TransientStoreException(
              message + "; the disk is full: free some space, writing goes on by itself", e);
      case SQLITE_READONLY ->
          new TransientStoreException(
              message + "; the file is read-only: give this process write access", e);
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG ->
          new PermanentStoreException(message, e);
      default -> new TransientStoreException(message, e);
    };
  }

  @Override
  public void close() {
    try {
      try {
        reading.close();
      } finally {
        try {
          asking.close();
        } finally {
          writing.close();
        }
      }
    } catch (SQLException e) {
      throw failed("closing", e);
    } finally {
      file.release();
    }
  }
}
