package io.poyang.console.http;

import io.poyang.telemetry.Name;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The parts that documents of the API have in common. */
public final class Documents {
  private Documents() {}

  public static JsonObject name(Name name) {
    return new JsonObject().put("zh", name.zh()).put("en", name.en());
  }

  public static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }
}
