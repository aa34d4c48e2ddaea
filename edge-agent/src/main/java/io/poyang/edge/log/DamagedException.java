package io.poyang.edge.log;

import java.sql.SQLException;

/** The log's file is not what it says of itself. */
final class DamagedException extends SQLException {
  DamagedException(String message) {
    super(message);
  }
}
