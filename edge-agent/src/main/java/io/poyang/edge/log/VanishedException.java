package io.poyang.edge.log;

import java.sql.SQLException;

/** Another file, or none, lies where the log's was: whatever is written now would be lost. */
final class VanishedException extends SQLException {
  VanishedException(String message) {
    super(message);
  }
}
