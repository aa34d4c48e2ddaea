package io.poyang.telemetry;

/** The instrument range of a signal, in the signal's unit, both ends included. */
public record Range(double low, double high) {
  public Range {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException("range " + low + ".." + high + " needs finite low < high");
    }
  }
}
