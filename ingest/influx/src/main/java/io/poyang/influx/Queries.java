package io.poyang.influx;

import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Asks in InfluxQL, which InfluxDB 1.8, 2 and 3 all answer, over the same HTTP client. */
final class Queries {
  private static final int ROWS_A_CHUNK = 5_000;
  private static final int SIGNALS_AT_ONCE = 200;
  private static final int TRIES = 5;

  /** Times are nanoseconds in 64 bits over there: 1677 to 2262. */
  private static final long LAST_MILLI = 9_223_372_036_000L;

  private static final String FIELDS =
      "SELECT \"value\", \"status\", \"flag\", \"kind\" FROM \"" + Lines.MEASUREMENT + "\" WHERE ";

  private final InfluxSettings settings;
  private final OkHttpClient http;
  private final Failures failures;

  Queries(InfluxSettings settings, OkHttpClient http, Failures failures) {
    this.settings = settings;
    this.http = http;
    this.failures = failures;
  }

  void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    ask(
        FIELDS + is(signal) + " AND " + within(period),
        row -> {
          Reading reading = reading(signal, row);
          return reading == null || visitor.test(reading);
        });
  }

  Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    Map<SignalId, Reading> latest = new HashMap<>();
    Set<SignalId> torn = latest(signals, period, latest);
    for (int again = 0; again < TRIES && !torn.isEmpty(); again++) {
      torn = latest(torn, period, latest);
    }
    return latest;
  }

  /** Returns the signals whose newest point was caught half written. */
  private Set<SignalId> latest(
      Collection<SignalId> signals, Period period, Map<SignalId, Reading> latest) {
    Set<SignalId> torn = new HashSet<>();
    Iterator<SignalId> rest = signals.iterator();
    while (rest.hasNext()) {
      StringBuilder any = new StringBuilder();
      for (int i = 0; i < SIGNALS_AT_ONCE && rest.hasNext(); i++) {
        any.append(any.isEmpty() ? "(" : " OR ").append(is(rest.next()));
      }
      ask(
          FIELDS
              + any
              + ") AND "
              + within(period)
              + " GROUP BY \"site\", \"point\" ORDER BY time DESC LIMIT 1",
          row -> {
            SignalId signal =
                new SignalId(
                    new SiteId(row.tags().getOrDefault("site", "")),
                    row.tags().getOrDefault("point", ""));
            Reading reading = reading(signal, row);
            if (reading == null) {
              torn.add(signal);
            } else {
              latest.put(signal, reading);
            }
            return true;
          });
    }
    return torn;
  }

  long count(SignalId signal, Period period) {
    return count(is(signal) + " AND " + within(period));
  }

  long count(Period period) {
    return count(within(period));
  }

  private long count(String condition) {
    long[] sum = new long[1];
    ask(
        "SELECT count(\"status\") FROM \"" + Lines.MEASUREMENT + "\" WHERE " + condition,
        row -> {
          String number = row.cell("count");
          sum[0] += number == null ? 0 : Long.parseLong(number);
          return true;
        });
    return sum[0];
  }

  private static String is(SignalId signal) {
    return "(\"site\" = '" + signal.site() + "' AND \"point\" = '" + signal.point() + "')";
  }

  private static String within(Period period) {
    return "time >= " + millis(period.from()) + "ms AND time < " + millis(period.to()) + "ms";
  }

  /** The first whole millisecond at or after an instant, cut to what the server can hold. */
  private static long millis(Instant bound) {
    if (Math.abs((double) bound.getEpochSecond()) * 1_000 > LAST_MILLI) {
      return bound.getEpochSecond() < 0 ? -LAST_MILLI : LAST_MILLI;
    }
    long milli = bound.toEpochMilli();
    return Instant.ofEpochMilli(milli).isBefore(bound) ? milli + 1 : milli;
  }

  /**
   * Null for a point that is not wholly there: the server reads each field by itself, so one that
   * is being written may show some fields before the others.
   */
  private static @Nullable Reading reading(SignalId signal, Answers.Row row) {
    String time = row.cell("time");
    String status = row.cell("status");
    String flag = row.cell("flag");
    String kind = row.cell("kind");
    if (time == null || status == null || flag == null || kind == null) {
      return null;
    }
    double value = value(row.cell("value"), kind);
    int code = (int) Long.parseLong(status);
    if (!Reading.isPossible(value, code)) {
      return null;
    }
    return new Reading(
        signal,
        Instant.ofEpochMilli(Long.parseLong(time)),
        value,
        Quality.of(code, flag.isEmpty() ? Quality.NO_FLAG : flag.charAt(0)));
  }

  private static double value(@Nullable String value, String kind) {
    return switch (kind) {
      case Lines.PLUS_INFINITY -> Double.POSITIVE_INFINITY;
      case Lines.MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
      case Lines.NUMBER -> value == null ? Double.NaN : Double.parseDouble(value);
      default -> Double.NaN;
    };
  }

  private void ask(String question, Answers.Visitor visitor) {
    FormBody.Builder form = new FormBody.Builder().add("q", question);
    Request.Builder request =
        new Request.Builder().url(address()).header("Accept", "application/json");
    if (!settings.token().reveal().isEmpty()) {
      request.header("Authorization", "Token " + settings.token().reveal());
    }
    try (Response response = http.newCall(request.post(form.build()).build()).execute();
        ResponseBody body = response.body()) {
      if (body == null || !response.isSuccessful()) {
        String answer = body == null ? "" : body.string();
        throw failures.of(response.code(), answer.strip(), "reading", null);
      }
      Answers.read(body.byteStream(), visitor, failures::statement);
    } catch (IOException e) {
      throw failures.away(e, "reading");
    }
  }

  private HttpUrl address() {
    HttpUrl.Builder address =
        HttpUrl.get(settings.url())
            .newBuilder()
            .addPathSegment("query")
            .addQueryParameter("db", settings.database())
            .addQueryParameter("epoch", "ms")
            .addQueryParameter("chunked", "true")
            .addQueryParameter("chunk_size", String.valueOf(ROWS_A_CHUNK));
    if (!settings.retention().isEmpty()) {
      address.addQueryParameter("rp", settings.retention());
    }
    return address.build();
  }
}
