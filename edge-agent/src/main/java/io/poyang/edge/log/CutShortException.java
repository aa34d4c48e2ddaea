package io.poyang.edge.log;

import java.sql.SQLException;

/** The log's file is shorter than it says of itself, or is none. */
final class CutShortException extends SQLException {
  CutShortException(String message) {
    super(message);
  }
}
