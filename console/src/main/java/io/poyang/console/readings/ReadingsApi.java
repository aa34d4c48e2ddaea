package io.poyang.console.readings;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Outlet;
import io.poyang.console.http.Problem;
import io.poyang.console.http.ProblemException;
import io.poyang.console.http.Workers;
import io.poyang.console.live.LiveTable;
import io.poyang.console.trend.Columns;
import io.poyang.console.trend.Trend;
import io.poyang.console.trend.Trend.Series;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.poyang.telemetry.store.ReadingStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers {@code GET /api/readings}. */
public final class ReadingsApi {
  /** The most readings one JSON answer holds in memory, 17 bytes each. */
  static final int MOST_RAW = 1_000_000;

  private final ReadingStore store;
  private final Catalogue catalogue;
  private final Workers workers;

  public ReadingsApi(ReadingStore store, Catalogue catalogue, Workers workers) {
    this.store = store;
    this.catalogue = catalogue;
    this.workers = workers;
  }

  /**
   * @param mediaType what the client wants: JSON or CSV
   */
  public void readings(RoutingContext ctx, String mediaType) {
    boolean csv = mediaType.equals("text/csv");
    ReadingsQuery query = ReadingsQuery.of(ctx.queryParams());
    if (csv && query.points().isPresent()) {
      throw Problem.badRequest(
              "parameter points was "
                  + query.points().getAsInt()
                  + " but CSV gives all readings: leave it out, or ask for JSON")
          .asException();
    }
    ctx.response().putHeader("vary", "accept, accept-encoding");
    if (Answers.isHead(ctx)) {
      workers.ask(
          ctx, () -> maxSilences(query), unused -> Answers.head(ctx, csv ? "text/csv" : mediaType));
    } else if (csv) {
      workers.download(ctx, outlet -> csv(query, outlet));
    } else if (query.points().isPresent()) {
      int points = query.points().getAsInt();
      // A page that is dragged along asks and leaves many times a second.
      AtomicBoolean gone = new AtomicBoolean();
      ctx.response().closeHandler(unused -> gone.set(true));
      workers.ask(
          ctx,
          () -> text(query, trends(query, points, gone)),
          body -> Answers.body(ctx, 200, "application/json", body));
    } else {
      workers.download(ctx, outlet -> json(query, all(query), outlet));
    }
  }

  /** The longest silence of each signal asked for; a problem where one is not known. */
  private Map<SignalId, Long> maxSilences(ReadingsQuery query) {
    Map<SignalId, Long> silences = new LinkedHashMap<>();
    for (SignalId id : query.signals()) {
      Listing listing =
          catalogue
              .signal(id)
              .orElseThrow(() -> Problem.unknown("signal", id.toString()).asException());
      silences.put(
          id,
          listing
              .announced()
              .map(Signal::maxSilence)
              .orElse(LiveTable.UNANNOUNCED_MAX_SILENCE)
              .toMillis());
    }
    return silences;
  }

  private Map<SignalId, Series> trends(ReadingsQuery query, int points, AtomicBoolean gone) {
    Map<SignalId, Series> series = new LinkedHashMap<>();
    maxSilences(query)
        .forEach(
            (id, maxSilence) -> {
              Trend trend = new Trend(query.period(), maxSilence, points);
              store.read(
                  id,
                  query.period(),
                  reading -> {
                    trend.add(
                        reading.at().toEpochMilli(), reading.value(), reading.quality().status());
                    return !gone.get();
                  });
              series.put(id, trend.series());
            });
    return series;
  }

  /** Everything is read before the first byte is sent, so that a failure is still a problem. */
  private Map<SignalId, Series> all(ReadingsQuery query) {
    Map<SignalId, Series> series = new LinkedHashMap<>();
    int[] left = {MOST_RAW};
    maxSilences(query)
        .forEach(
            (id, maxSilence) -> {
              Columns columns = new Columns();
              store.read(
                  id,
                  query.period(),
                  reading -> {
                    columns.add(
                        reading.at().toEpochMilli(),
                        reading.value(),
                        Columns.qualityOf(reading.quality().status()));
                    return --left[0] >= 0;
                  });
              if (left[0] < 0) {
                throw tooMany();
              }
              series.put(id, Trend.raw(columns, maxSilence));
            });
    return series;
  }

  private static ProblemException tooMany() {
    return Problem.badRequest(
            "the period has more than "
                + MOST_RAW
                + " readings: shorten it, give parameter points, or ask for text/csv")
        .asException();
  }

  private static Buffer text(ReadingsQuery query, Map<SignalId, Series> series)
      throws InterruptedException {
    Buffer body = Buffer.buffer();
    SeriesText text =
        new SeriesText(
            chunk -> {
              body.appendBuffer(chunk);
              return true;
            });
    text.write(query.period(), series);
    return body;
  }

  private static void json(ReadingsQuery query, Map<SignalId, Series> series, Outlet outlet)
      throws InterruptedException {
    outlet.begin("application/json");
    new SeriesText(outlet::write).write(query.period(), series);
  }

  private void csv(ReadingsQuery query, Outlet outlet) throws InterruptedException {
    Period period = query.period();
    Map<SignalId, Long> known = maxSilences(query);
    outlet.header("content-disposition", "attachment; filename=\"readings.csv\"");
    outlet.begin("text/csv; charset=utf-8; header=present");
    CsvSink sink = new CsvSink(outlet);
    for (SignalId id : known.keySet()) {
      store.read(id, period, sink);
    }
    sink.finish();
  }
}
