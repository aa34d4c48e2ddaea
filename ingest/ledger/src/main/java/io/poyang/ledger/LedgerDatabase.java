package io.poyang.ledger;

import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.StoreException;
import io.poyang.telemetry.store.TransientStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteErrorCode;

/**
 * The ledger's file and the two connections to it: one that writes, one that reads beside it (WAL
 * lets them). Any thread may call; calls of one kind wait for one another.
 */
public final class LedgerDatabase implements AutoCloseable {
  private final LedgerFile file;
  private final Desk writing;
  private final Desk reading;
  private final SqliteCatalogue catalogue = new SqliteCatalogue(this);
  private final SqliteQuarantine quarantine = new SqliteQuarantine(this, SqliteQuarantine.MOST);
  private final SqliteContinuity continuity = new SqliteContinuity(this);

  /** A connection and whose turn it is. */
  private record Desk(Connection connection, ReentrantLock turn) {}

  private LedgerDatabase(LedgerFile file, Connection writer, Connection reader) {
    this.file = file;
    this.writing = new Desk(writer, new ReentrantLock());
    this.reading = new Desk(reader, new ReentrantLock());
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
      Connection writer = file.connect();
      try {
        return new LedgerDatabase(file, writer, file.connect());
      } catch (SQLException | RuntimeException e) {
        writer.close();
        throw e;
      }
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

  /** Something done with a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Something written with a connection. */
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  /** Runs a change as one transaction; returns after it is synced to disk. */
  void write(String what, Change change) {
    writing.turn().lock();
    try {
      Connection connection = writing.connection();
      try {
        change.on(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failed(what, e);
    } finally {
      writing.turn().unlock();
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  <T> T read(String what, Work<T> work) {
    reading.turn().lock();
    try {
      T result = work.on(reading.connection());
      // Ends the read transaction; a later read must see what was written since.
      reading.connection().rollback();
      return result;
    } catch (SQLException e) {
      rollBack(reading.connection(), e);
      throw failed(what, e);
    } catch (RuntimeException e) {
      // What cannot be understood ends the read transaction too, or the next read sees the past.
      rollBack(reading.connection(), e);
      throw e;
    } finally {
      reading.turn().unlock();
    }
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
    writing.turn().lock();
    reading.turn().lock();
    try {
      reading.connection().close();
      writing.connection().close();
    } catch (SQLException e) {
      throw failed("closing", e);
    } finally {
      reading.turn().unlock();
      writing.turn().unlock();
      file.release();
    }
  }
}
