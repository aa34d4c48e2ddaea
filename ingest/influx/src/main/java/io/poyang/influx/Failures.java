package io.poyang.influx;

import com.influxdb.exceptions.InfluxException;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.StoreException;
import io.poyang.telemetry.store.TransientStoreException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in the words of the port what the server's answer means, and how to mend it. */
final class Failures {
  private final InfluxSettings settings;

  Failures(InfluxSettings settings) {
    this.settings = settings;
  }

  /**
   * @param what what was tried, with the rows it was about
   */
  StoreException of(InfluxException failure, String what) {
    if (failure.status() == 0) {
      return away(failure, what);
    }
    return of(failure.status(), String.valueOf(failure.getMessage()), what, failure);
  }

  StoreException away(Exception failure, String what) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new TransientStoreException(
        where()
            + " does not answer: "
            + cause.getMessage()
            + "; start it or mend store.influx.url"
            + while_(what),
        failure);
  }

  StoreException of(int status, String answer, String what, @Nullable Throwable cause) {
    return switch (status) {
      case 400, 413, 422 ->
          new PermanentStoreException(
              where() + " refused " + what + " (" + status + "): " + answer, cause);
      case 401, 403 ->
          new TransientStoreException(
              where()
                  + " refuses the token ("
                  + status
                  + "): mend store.influx.token, which must be allowed to read and write bucket "
                  + settings.bucket()
                  + while_(what),
              cause);
      case 404 ->
          new TransientStoreException(
              where()
                  + " has no bucket "
                  + settings.bucket()
                  + " of org "
                  + settings.org()
                  + ": make it or mend store.influx.bucket and org"
                  + while_(what)
                  + ": "
                  + answer,
              cause);
      default ->
          status == 429 || status >= 500
              ? new TransientStoreException(
                  where() + " is busy (" + status + ")" + while_(what) + ": " + answer, cause)
              : new PermanentStoreException(
                  where() + " answered " + status + while_(what) + ": " + answer, cause);
    };
  }

  /** An error inside an answer with status 200, which InfluxQL has only words for. */
  StoreException statement(String error) {
    String words = error.toLowerCase(Locale.ROOT);
    if (words.contains("not found")) {
      return of(404, error, "reading", null);
    }
    if (words.contains("timeout") || words.contains("engine is closed")) {
      return of(503, error, "reading", null);
    }
    return of(400, error, "a question", null);
  }

  private static String while_(String what) {
    return " (while " + what + ")";
  }

  private String where() {
    return "influxdb at " + settings.url();
  }
}
