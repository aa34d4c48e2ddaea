package io.poyang.console.readings;

import io.poyang.console.http.Numbers;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import java.time.Instant;

/** Writes readings as CSV (RFC 4180) that a spreadsheet can open without running anything. */
final class CsvText {
  static final String HEAD = "signal,at,value,status,quality,flag\r\n";
  private static final String FORMULA_STARTS = "=+-@\t\r";
  private static final String HEX = "0123456789ABCDEF";

  private long second = Long.MIN_VALUE;
  private String secondText = "";

  void append(StringBuilder out, Reading reading) {
    appendText(out, reading.signal().toString());
    out.append(',');
    appendTime(out, reading.at().toEpochMilli());
    out.append(',');
    if (Double.isFinite(reading.value())) {
      Numbers.append(out, reading.value());
    }
    Quality quality = reading.quality();
    out.append(",0x");
    for (int shift = 28; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(quality.status() >>> shift & 15));
    }
    out.append(',').append(quality.severity()).append(',');
    if (quality.flag() != Quality.NO_FLAG) {
      appendText(out, String.valueOf(quality.flag()));
    }
    out.append("\r\n");
  }

  /** Guards against formulas first, then quotes. */
  static void appendText(StringBuilder out, String text) {
    String guarded =
        !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    if (guarded.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
      out.append('"').append(guarded.replace("\"", "\"\"")).append('"');
    } else {
      out.append(guarded);
    }
  }

  /** Always with milliseconds; the text of a second is made once for all readings in it. */
  private void appendTime(StringBuilder out, long atMillis) {
    long itsSecond = Math.floorDiv(atMillis, 1000L);
    if (itsSecond != second) {
      second = itsSecond;
      String text = Instant.ofEpochSecond(itsSecond).toString();
      secondText = text.substring(0, text.length() - 1);
    }
    int millis = (int) Math.floorMod(atMillis, 1000L);
    out.append(secondText).append('.');
    out.append((char) ('0' + millis / 100));
    out.append((char) ('0' + millis / 10 % 10));
    out.append((char) ('0' + millis % 10));
    out.append('Z');
  }
}
