package io.poyang.chaos.feed;

/** Numbers of readings: {@code from} belongs to it, {@code to} does not. */
public record Span(long from, long to) {
  public Span {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("span " + from + "-" + to + " holds no number");
    }
  }

  /** Reads {@code from-to}. */
  public static Span parse(String text) {
    int dash = text.indexOf('-');
    return new Span(
        Long.parseLong(text.substring(0, Math.max(0, dash))),
        Long.parseLong(text.substring(dash + 1)));
  }

  public long size() {
    return to - from;
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
