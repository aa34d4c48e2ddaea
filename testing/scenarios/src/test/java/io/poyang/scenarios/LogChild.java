package io.poyang.scenarios;

import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A process that says of each reading when the log has taken it. */
final class LogChild {
  private LogChild() {}

  public static void main(String[] args) {
    SignalId signal = SignalId.parse("north-works/ph");
    try (Log log =
        Log.open(
            Path.of(args[0]),
            new EdgeId("north-edge"),
            LogSettings.DEFAULT,
            InstantSource.system())) {
      for (int i = 1; i <= 3; i++) {
        Reading reading =
            new Reading(signal, Instant.ofEpochMilli(1_772_352_000_000L + i), i, Quality.GOOD);
        log.append(List.of(reading)).toCompletableFuture().join();
        System.out.println("taken " + i);
      }
    }
  }
}
