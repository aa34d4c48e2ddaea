package io.poyang.console.readings;

import io.poyang.console.http.Outlet;
import io.poyang.telemetry.Reading;
import io.vertx.core.buffer.Buffer;
import java.util.function.Predicate;

/** Gathers lines to chunks; stops the store's stream when nobody reads any more. */
final class CsvSink implements Predicate<Reading> {
  private final Outlet outlet;
  private final CsvText text = new CsvText();
  private final StringBuilder out = new StringBuilder(SeriesText.CHUNK + 1024);
  private boolean wanted = true;

  CsvSink(Outlet outlet) {
    this.outlet = outlet;
    out.append(CsvText.HEAD);
  }

  @Override
  public boolean test(Reading reading) {
    if (wanted) {
      text.append(out, reading);
      if (out.length() >= SeriesText.CHUNK) {
        flush();
      }
    }
    return wanted;
  }

  boolean wanted() {
    return wanted;
  }

  private void flush() {
    try {
      wanted = wanted && outlet.write(Buffer.buffer(out.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      wanted = false;
    }
    out.setLength(0);
  }

  /**
   * Writes what is left.
   *
   * @throws InterruptedException where the server is closing: the answer is not whole
   */
  void finish() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    flush();
  }
}
