package io.poyang.telemetry.quarantine;

import java.util.Locale;

/** Why something was refused. */
public enum Reason {
  /** The payload cannot be read as what its topic says it is. */
  MALFORMED,
  /** The value is NaN or infinite although its quality is Good. */
  NOT_A_NUMBER,
  /** The value is a text, an object or a list where a number or a boolean is expected. */
  TYPE_CONFLICT,
  /** The source time is too far ahead of the receiver's clock. */
  FUTURE,
  /** The source time is before anything that could have been measured. */
  BEFORE_HISTORY,
  /** The batch names another edge than the connection that carried it. */
  UNKNOWN_EDGE,
  /** The signal belongs to a site that this edge does not serve. */
  FOREIGN_SITE,
  /** The store will never take it. */
  STORE_REFUSED,
  /** The edge's log is a copy of one that has gone on elsewhere; the edge keeps what it has. */
  COPIED_LOG;

  /** The word used in the API: {@code not-a-number}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
