package io.poyang.console.http;

/** Writes numbers as JSON and CSV take them. */
public final class Numbers {
  /** Every whole number up to here has a double of its own. */
  private static final double WHOLE = 9_007_199_254_740_992.0;

  private Numbers() {}

  /** The shortest text that reads back as the same number; {@code 3} rather than {@code 3.0}. */
  public static void append(StringBuilder out, double value) {
    if (value == Math.rint(value) && Math.abs(value) <= WHOLE) {
      out.append((long) value);
    } else {
      out.append(value);
    }
  }

  /** As {@link #append}, and {@code null} for what JSON has no number for. */
  public static void appendOrNull(StringBuilder out, double value) {
    if (Double.isFinite(value)) {
      append(out, value);
    } else {
      out.append("null");
    }
  }
}
