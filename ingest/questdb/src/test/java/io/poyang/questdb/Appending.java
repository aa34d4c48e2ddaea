package io.poyang.questdb;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that appends and says so until it is killed. */
public final class Appending {
  static final SignalId SIGNAL = SignalId.parse("north-works/effluent.cod");
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final int ROWS = 50;

  private Appending() {}

  /** Appends for ever; prints the number of each commit after append has returned. */
  public static void main(String[] arguments) {
    try (QuestDbStore store =
        QuestDbStore.open(new QuestDbSettings(Path.of(arguments[0]), Duration.ofSeconds(10)))) {
      for (int commit = 0; ; commit++) {
        store.append(List.of(batch(commit)));
        System.out.println("appended " + commit);
      }
    }
  }

  static Batch batch(int commit) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      readings.add(reading(commit * ROWS + i));
      // A new signal with each commit: the names must survive too.
      readings.add(new Reading(fresh(commit), START.plusMillis(i), i, Quality.GOOD));
    }
    return Batch.of(new BatchId(new EdgeId("kill"), 1, commit + 1L), readings);
  }

  static Reading reading(int n) {
    return new Reading(SIGNAL, START.plusSeconds(n), n, Quality.GOOD);
  }

  static SignalId fresh(int commit) {
    return SignalId.parse("north-works/fresh" + commit);
  }
}
