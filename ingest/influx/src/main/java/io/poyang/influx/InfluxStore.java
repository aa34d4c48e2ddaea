package io.poyang.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.exceptions.RequestEntityTooLargeException;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.ReadingStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/**
 * The shelf for sites that run an InfluxDB already. It only ever writes and reads: what the server
 * keeps and for how long is the server's business.
 *
 * <p>Blocking writes only: the client's batching one drops points without a word.
 */
public final class InfluxStore implements ReadingStore {
  /** The server's makers advise 5,000 to 10,000 lines a request. */
  private static final int LINES_A_REQUEST = 10_000;

  private final InfluxSettings settings;
  private final InfluxDBClient client;
  private final WriteApiBlocking writing;
  private final OkHttpClient http;
  private final Queries queries;
  private final Failures failures;
  private final Map<SignalId, String> series = new HashMap<>();
  private final Lines lines = new Lines();

  private InfluxStore(InfluxSettings settings, OkHttpClient.Builder base) {
    this.settings = settings;
    this.failures = new Failures(settings);
    base.callTimeout(settings.timeout())
        .readTimeout(settings.timeout())
        .writeTimeout(settings.timeout());
    // The client adds its own interceptors to the builder it is given.
    this.http = base.build();
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder()
            .url(settings.url())
            .org(settings.org())
            .bucket(settings.bucket())
            .okHttpClient(http.newBuilder());
    if (!settings.token().reveal().isEmpty()) {
      options.authenticateToken(settings.token().reveal().toCharArray());
    }
    this.client = InfluxDBClientFactory.create(options.build());
    this.writing = client.getWriteApiBlocking();
    this.queries = new Queries(settings, http, failures);
  }

  /** Opens no connection yet: the first call does. */
  public static InfluxStore open(InfluxSettings settings) {
    return open(settings, new OkHttpClient.Builder());
  }

  static InfluxStore open(InfluxSettings settings, OkHttpClient.Builder base) {
    return new InfluxStore(settings, base);
  }

  @Override
  public void append(List<Batch> batches) {
    lines.clear();
    int first = 0;
    for (int b = 0; b < batches.size(); b++) {
      Batch batch = batches.get(b);
      for (int run = 0; run < batch.runs(); run++) {
        String name = series.computeIfAbsent(batch.signal(run), Lines::series);
        for (int i = batch.start(run); i < batch.end(run); i++) {
          lines.add(name, batch, i);
          if (lines.count() == LINES_A_REQUEST) {
            write(lines.toString(), batches.subList(first, b + 1));
            lines.clear();
            first = b;
          }
        }
      }
    }
    if (lines.count() > 0) {
      write(lines.toString(), batches.subList(first, batches.size()));
    }
  }

  private void write(String text, List<Batch> batches) {
    try {
      writing.writeRecord(settings.bucket(), settings.org(), WritePrecision.MS, text);
    } catch (RequestEntityTooLargeException e) {
      int middle = text.indexOf('\n', text.length() / 2) + 1;
      if (middle <= 0 || middle >= text.length()) {
        throw failures.of(e, "writing " + name(batches));
      }
      write(text.substring(0, middle), batches);
      write(text.substring(middle), batches);
    } catch (InfluxException e) {
      throw failures.of(e, "writing " + name(batches));
    }
  }

  private static String name(List<Batch> batches) {
    Batch first = batches.get(0);
    return batches.size() == 1
        ? first.toString()
        : batches.size() + " batches, " + first.id() + " to " + batches.getLast().id();
  }

  /** What the server acknowledged it also shows. */
  @Override
  public void awaitVisible() {}

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    queries.read(signal, period, visitor);
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    return queries.latest(signals, period);
  }

  @Override
  public long count(SignalId signal, Period period) {
    return queries.count(signal, period);
  }

  @Override
  public long count(Period period) {
    return queries.count(period);
  }

  @Override
  public void close() {
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
