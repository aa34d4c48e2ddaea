package io.poyang.influx;

import io.poyang.telemetry.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Assumptions;

/**
 * The InfluxDB 1.6 of Debian's package {@code influxdb}, one for all tests of this JVM. It lacks
 * the write path of 1.8 and later, so requests to that are turned to the one it has.
 */
final class LocalInflux {
  private static final Path BINARY =
      Path.of(System.getProperty("poyang.influxd", "/usr/bin/influxd"));
  private static final Pattern LISTENING =
      Pattern.compile("Listening on HTTP.*?127\\.0\\.0\\.1:(\\d+)");

  private static final class Holder {
    private static final LocalInflux ONE = start();
  }

  private final String url;

  private LocalInflux(String url) {
    this.url = url;
  }

  /** Skips the test where the package is not installed. */
  static LocalInflux get() {
    Assumptions.assumeTrue(
        isInstalled(), "skipped: no " + BINARY + " here (Debian package influxdb)");
    return Holder.ONE;
  }

  static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  private static LocalInflux start() {
    try {
      Path folder = Files.createTempDirectory("poyang-influx");
      Path config = Files.writeString(folder.resolve("influxdb.conf"), config(folder));
      Process process =
          new ProcessBuilder(BINARY.toString(), "run", "-config", config.toString())
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = output.readLine();
      while (line != null) {
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          Thread.ofPlatform().daemon().start(() -> drain(output));
          return new LocalInflux("http://127.0.0.1:" + matcher.group(1));
        }
        line = output.readLine();
      }
      throw new IllegalStateException(BINARY + " ended before it listened");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(BufferedReader output) {
    output.lines().forEach(line -> {});
  }

  private static String config(Path folder) {
    return """
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
          dir = "%1$s/meta"
        [data]
          dir = "%1$s/data"
          wal-dir = "%1$s/wal"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:0"
          log-enabled = false
        [[udp]]
          enabled = false
        [continuous_queries]
          enabled = false
        """
        .formatted(folder);
  }

  private static void stop(Process process, Path folder) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("left behind: " + folder + ": " + e);
    }
  }

  /** Makes the database that stands for a folder, unless it is there. */
  InfluxSettings database(Path folder) {
    String name = "t" + Integer.toHexString(folder.toString().hashCode());
    ask("CREATE DATABASE \"" + name + "\"");
    return settings(name);
  }

  InfluxSettings settings(String bucket) {
    return new InfluxSettings(url, "-", bucket, new Secret(""), Duration.ofSeconds(20));
  }

  private void ask(String statement) {
    OkHttpClient http = new OkHttpClient();
    Request request =
        new Request.Builder()
            .url(url + "/query")
            .post(new FormBody.Builder().add("q", statement).build())
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IllegalStateException(statement + ": " + response);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a store whose writes go where 1.6 takes them. */
  static InfluxStore open(InfluxSettings settings) {
    return InfluxStore.open(
        settings, new OkHttpClient.Builder().addInterceptor(LocalInflux::turned));
  }

  private static Response turned(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl asked = request.url();
    if (!asked.encodedPath().equals("/api/v2/write")) {
      return chain.proceed(request);
    }
    String bucket = Objects.requireNonNull(asked.queryParameter("bucket"));
    HttpUrl.Builder url =
        asked
            .newBuilder()
            .encodedPath("/write")
            .removeAllQueryParameters("bucket")
            .removeAllQueryParameters("org")
            .addQueryParameter("db", bucket.split("/", 2)[0]);
    if (bucket.contains("/")) {
      url.addQueryParameter("rp", bucket.split("/", 2)[1]);
    }
    return chain.proceed(request.newBuilder().url(url.build()).build());
  }
}
