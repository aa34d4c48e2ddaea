package io.poyang.plants.process;

import java.time.Duration;
import java.time.Instant;

/** Cuts time into steps of one second, so that a model does not depend on how it was advanced. */
public final class Steps {
  /** What a model does in one second that ends at {@code now}. */
  @FunctionalInterface
  public interface Step {
    void step(Moment now);
  }

  private Instant now;
  private Duration rest = Duration.ZERO;

  public Steps(Instant start) {
    now = start;
  }

  public Instant now() {
    return now;
  }

  public void advance(Duration elapsed, Step model) {
    rest = rest.plus(elapsed);
    while (rest.toSeconds() >= 1) {
      rest = rest.minusSeconds(1);
      now = now.plusSeconds(1);
      model.step(Moment.of(now));
    }
  }
}
