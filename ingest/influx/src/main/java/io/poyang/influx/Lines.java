package io.poyang.influx;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;

/**
 * Writes readings as line protocol, a line each.
 *
 * <p>A point that comes again replaces only the fields it has. So every line has status, flag and
 * kind, and kind says whether the value counts: what is not a number has no value field, and the
 * one a former reading of this millisecond left behind is not believed.
 */
final class Lines {
  static final String MEASUREMENT = "reading";
  static final String NUMBER = "number";
  static final String NAN = "nan";
  static final String PLUS_INFINITY = "+inf";
  static final String MINUS_INFINITY = "-inf";

  private final StringBuilder text = new StringBuilder(1 << 16);
  private int count;

  int count() {
    return count;
  }

  void clear() {
    text.setLength(0);
    count = 0;
  }

  /** Names need no escape: none of their characters means anything to the protocol. */
  static String series(SignalId signal) {
    return MEASUREMENT + ",point=" + signal.point() + ",site=" + signal.site() + " ";
  }

  void add(String series, Batch batch, int index) {
    double value = batch.value(index);
    text.append(series);
    if (Double.isFinite(value)) {
      text.append("value=").append(value).append(',');
    }
    text.append("status=").append(Integer.toUnsignedLong(batch.status(index)));
    text.append("i,flag=\"");
    appendFlag(batch.flag(index));
    text.append("\",kind=\"").append(kind(value)).append("\" ");
    text.append(batch.atMillis(index)).append('\n');
    count++;
  }

  private void appendFlag(char flag) {
    if (flag != Quality.NO_FLAG) {
      if (flag == '"' || flag == '\\') {
        text.append('\\');
      }
      text.append(flag);
    }
  }

  private static String kind(double value) {
    if (Double.isFinite(value)) {
      return NUMBER;
    }
    return Double.isNaN(value) ? NAN : value > 0 ? PLUS_INFINITY : MINUS_INFINITY;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
