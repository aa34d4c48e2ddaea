package io.poyang.telemetry.continuity;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one epoch: from its own batches, or only from gaps that give batches of it
 * up.
 */
final class Strand {
  private final long epoch;
  private final @Nullable Epoch known;
  private final Ranges givenUp;
  private OptionalLong end = OptionalLong.empty();

  Strand(long epoch, @Nullable Epoch known, List<Gap.Batches> givenUp) {
    this.epoch = epoch;
    this.known = known;
    this.givenUp = numbers(givenUp);
  }

  private Ranges numbers(List<Gap.Batches> givenUp) {
    return Ranges.union(
        givenUp.stream()
            .filter(lost -> lost.epoch() == epoch)
            .map(lost -> new SequenceRange(lost.first(), lost.last()))
            .toList());
  }

  long epoch() {
    return epoch;
  }

  Optional<Opening> opening() {
    return Optional.ofNullable(known).map(Epoch::opening);
  }

  Optional<Instant> lastCommit() {
    return Optional.ofNullable(known).map(Epoch::lastCommit);
  }

  /** When something was first heard of it; the end of time where only gaps tell of it. */
  Instant firstCommit() {
    return known == null ? Instant.MAX : known.firstCommit();
  }

  /** The lowest number it is known to have. */
  long first() {
    return known == null ? givenUp.list().getFirst().first() : known.opening().first();
  }

  /** The highest number it is known to have. */
  long last() {
    return Math.max(committed().last(), givenUp.last());
  }

  /** The last number it can have, once its successor is known. */
  OptionalLong end() {
    return end;
  }

  void endsBefore(Strand successor) {
    end = OptionalLong.of(successor.first() - 1);
  }

  Ranges committed() {
    return known == null ? Ranges.NONE : new Ranges(known.ranges());
  }

  private Ranges absent() {
    return Ranges.of(first(), end.orElse(last())).minus(committed());
  }

  /** Not here, and in no gap. */
  Ranges missing() {
    return absent().minus(givenUp);
  }

  /** Not here, because one of these gaps gives it up. */
  Ranges declared(List<Gap.Batches> gaps) {
    return absent().minus(absent().minus(numbers(gaps)));
  }

  /** Here, although its successor says that there is no such number. */
  Ranges beyond() {
    return end.isEmpty() || end.getAsLong() == Long.MAX_VALUE
        ? Ranges.NONE
        : committed().within(end.getAsLong() + 1, Long.MAX_VALUE);
  }
}
