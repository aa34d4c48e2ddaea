package io.poyang.edge.mqtt;

/** Says, inside this package, what could not be read; never leaves it. */
final class UnreadableException extends Exception {
  private final Unreadable kind;

  UnreadableException(Unreadable kind, String what) {
    // Bad input may come a thousand times a second, and where it was found is always the same.
    super(what, null, false, false);
    this.kind = kind;
  }

  Unreadable kind() {
    return kind;
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
