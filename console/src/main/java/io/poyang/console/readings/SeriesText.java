package io.poyang.console.readings;

import io.poyang.console.http.Numbers;
import io.poyang.console.trend.Columns;
import io.poyang.console.trend.Trend.Series;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.Map;

/** Writes series as JSON in chunks, at the pace of the reader. */
final class SeriesText {
  static final int CHUNK = 64 * 1024;

  private final Chunks chunks;
  private final StringBuilder out = new StringBuilder(CHUNK + 1024);
  private boolean wanted = true;

  SeriesText(Chunks chunks) {
    this.chunks = chunks;
  }

  void write(Period period, Map<SignalId, Series> series) throws InterruptedException {
    out.append("{\"from\":").append(period.from().toEpochMilli());
    out.append(",\"to\":").append(period.to().toEpochMilli());
    out.append(",\"series\":[");
    Iterator<Map.Entry<SignalId, Series>> entries = series.entrySet().iterator();
    while (wanted && entries.hasNext()) {
      Map.Entry<SignalId, Series> entry = entries.next();
      write(entry.getKey(), entry.getValue());
      out.append(entries.hasNext() ? "," : "");
    }
    out.append("]}");
    flush();
  }

  private void write(SignalId signal, Series series) throws InterruptedException {
    Columns points = series.points();
    // An id has no character that JSON escapes.
    out.append("{\"signal\":\"").append(signal);
    out.append("\",\"downsampled\":").append(series.downsampled());
    out.append(",\"bucketMillis\":").append(series.bucketMillis());
    out.append(",\"readings\":").append(series.readings());
    out.append(",\"at\":[");
    for (int i = 0; i < points.size(); i++) {
      separate(i);
      out.append(points.at(i));
    }
    out.append("],\"value\":[");
    for (int i = 0; i < points.size(); i++) {
      separate(i);
      Numbers.appendOrNull(out, points.value(i));
    }
    out.append("],\"quality\":[");
    for (int i = 0; i < points.size(); i++) {
      separate(i);
      out.append(points.quality(i));
    }
    out.append("]}");
  }

  private void separate(int index) throws InterruptedException {
    if (index > 0) {
      out.append(',');
    }
    if (out.length() >= CHUNK) {
      flush();
    }
  }

  private void flush() throws InterruptedException {
    wanted = wanted && chunks.write(Buffer.buffer(out.toString()));
    out.setLength(0);
  }

  /** Where the text goes; false when nobody wants more of it. */
  @FunctionalInterface
  interface Chunks {
    boolean write(Buffer chunk) throws InterruptedException;
  }
}
