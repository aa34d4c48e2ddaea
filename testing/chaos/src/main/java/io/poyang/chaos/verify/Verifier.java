package io.poyang.chaos.verify;

import io.poyang.telemetry.Period;
import io.poyang.telemetry.store.ReadingStore;
import java.time.Instant;
import java.util.List;

/** Reads every series of a store and holds it against what was fed. */
public final class Verifier {
  private static final Period ALWAYS =
      new Period(Instant.parse("1990-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

  private Verifier() {}

  public static Verdict verify(ReadingStore store, List<Fed> all) {
    store.awaitVisible();
    Verdict verdict = Verdict.NONE;
    for (Fed fed : all) {
      for (int signal = 0; signal < fed.sequence().signals(); signal++) {
        SeriesCheck check = new SeriesCheck(fed, signal);
        store.read(
            fed.sequence().signal(signal),
            ALWAYS,
            reading -> {
              check.found(reading);
              return true;
            });
        check.end();
        verdict = verdict.plus(check.verdict());
      }
    }
    long foreign = store.count(ALWAYS) - verdict.stored();
    return verdict.plus(new Verdict(foreign, 0, 0, Math.max(0, foreign), 0, null));
  }
}
