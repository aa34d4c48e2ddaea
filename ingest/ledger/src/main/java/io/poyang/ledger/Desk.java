package io.poyang.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection and whose turn it is. A connection on which something failed is not used again:
 * after some failures (a full disk is one) SQLite has rolled back by itself, and the driver, which
 * does not know, could then neither commit nor roll back ever after.
 */
final class Desk implements AutoCloseable {
  private final LedgerFile file;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  /** Connects when it is first used. */
  Desk(LedgerFile file) {
    this.file = file;
  }

  /** Connects at once, so that a file that cannot be used is found out. */
  static Desk open(LedgerFile file) throws SQLException {
    Desk desk = new Desk(file);
    desk.connection = file.connect();
    return desk;
  }

  /** Something done with a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Does the work when it is this caller's turn; what it left uncommitted is gone if it fails. */
  <T> T use(Work<T> work) throws SQLException {
    turn.lock();
    try {
      return work.on(ready());
    } catch (SQLException | RuntimeException | Error e) {
      discard(e);
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private Connection ready() throws SQLException {
    Connection ready = connection;
    if (ready == null) {
      if (closed) {
        throw new SQLException("the ledger is closed");
      }
      ready = file.connect();
      connection = ready;
    }
    return ready;
  }

  private void discard(Throwable cause) {
    Connection failed = connection;
    connection = null;
    if (failed == null) {
      return;
    }
    try {
      failed.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    turn.lock();
    try {
      closed = true;
      Connection last = connection;
      connection = null;
      if (last != null) {
        last.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
