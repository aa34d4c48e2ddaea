package io.poyang.influx;

import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Section;
import java.net.URI;
import java.time.Duration;

/**
 * Which InfluxDB keeps the readings.
 *
 * @param url such as {@code http://127.0.0.1:8086}
 * @param org the organisation of an InfluxDB 2; {@code -} on 1.8 and 3, which have none
 * @param bucket the bucket of an InfluxDB 2, the database of a 3, {@code database/retention} of a
 *     1.8
 * @param token of an InfluxDB 2 or 3, {@code user:password} of a 1.8; empty where it asks for none
 * @param timeout how long one request may take
 */
public record InfluxSettings(
    String url, String org, String bucket, Secret token, Duration timeout) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  public InfluxSettings {
    URI address = URI.create(url);
    if (address.getHost() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
      throw new IllegalArgumentException(
          "influx url was '" + url + "' but must be written http://host:port");
    }
    if (bucket.isBlank() || org.isBlank()) {
      throw new IllegalArgumentException("influx org and bucket must not be blank");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("influx timeout was " + timeout + ", must be positive");
    }
  }

  /** Reads the section {@code store.influx}. */
  public static InfluxSettings read(Section section) {
    return new InfluxSettings(
        section.parsed("url", InfluxSettings::address, "http://127.0.0.1:8086"),
        section.text("org", "-"),
        section.text("bucket"),
        section.has("token") ? section.secret("token") : new Secret(""),
        section.duration("timeout", TIMEOUT));
  }

  private static String address(String url) {
    return new InfluxSettings(url, "-", "-", new Secret(""), TIMEOUT).url();
  }

  /** The name under which InfluxQL knows the bucket. */
  String database() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? bucket : bucket.substring(0, slash);
  }

  /** The retention policy of a 1.8, empty for its default one and on 2 and 3. */
  String retention() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? "" : bucket.substring(slash + 1);
  }
}
