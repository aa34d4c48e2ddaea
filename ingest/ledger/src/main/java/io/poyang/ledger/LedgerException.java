package io.poyang.ledger;

/** The ledger's file cannot be opened; the message names the file, the reason and the mend. */
public final class LedgerException extends RuntimeException {
  LedgerException(String message, Throwable cause) {
    super(message, cause);
  }

  LedgerException(String message) {
    super(message);
  }
}
