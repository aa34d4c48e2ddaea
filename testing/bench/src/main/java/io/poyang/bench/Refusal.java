package io.poyang.bench;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Notices when a log does not take readings: their receipt would be waited for without end. */
final class Refusal {
  private volatile @Nullable Throwable refused;

  void watch(CompletionStage<Void> append) {
    append.whenComplete(
        (safe, failure) -> {
          if (failure != null) {
            refused = failure;
          }
        });
  }

  void check() {
    Throwable refusal = refused;
    if (refusal != null) {
      throw new BenchException(String.valueOf(refusal.getMessage()));
    }
  }
}
