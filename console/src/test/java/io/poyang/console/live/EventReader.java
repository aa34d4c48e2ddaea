package io.poyang.console.live;

import io.poyang.console.RunningConsole;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events as the standard has them. */
final class EventReader implements AutoCloseable {
  private final BufferedReader lines;

  EventReader(InputStream body) {
    lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  static EventReader of(RunningConsole console, String call) {
    return new EventReader(console.send("GET", call, BodyHandlers.ofInputStream()).body());
  }

  record Event(String name, JsonObject data) {}

  /** The next event of that name; others are passed over. */
  Event next(String name) {
    while (true) {
      Event event = next();
      if (event.name().equals(name)) {
        return event;
      }
    }
  }

  Event next() {
    try {
      String name = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          data.append(data.isEmpty() ? "" : "\n").append(line.substring("data: ".length()));
        } else if (line.isEmpty() && !data.isEmpty()) {
          return new Event(name, new JsonObject(data.toString()));
        }
      }
      throw new IllegalStateException("the stream ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
