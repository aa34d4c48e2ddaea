package io.poyang.chaos.verify;

import io.poyang.chaos.feed.Numbers;
import io.poyang.chaos.feed.Sequence;
import io.poyang.telemetry.Reading;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Walks along one signal's stored readings, oldest first, and counts what should not be so. */
final class SeriesCheck {
  private final Sequence sequence;
  private final int signal;
  private final Numbers safe;
  private final List<Stretch> gaps;
  private long next;
  private long last = -1;
  private long stored;
  private long lost;
  private long duplicated;
  private long unexpected;
  private long declared;
  private @Nullable FirstWrong firstWrong;

  SeriesCheck(Fed fed, int signal) {
    this.sequence = fed.sequence();
    this.signal = signal;
    this.safe = fed.safe();
    this.gaps = fed.gaps();
  }

  /** Takes the next stored reading. */
  void found(Reading reading) {
    stored++;
    long index = sequence.index(reading.at());
    if (index < 0 || sequence.number(signal, index) >= safe.end()) {
      unexpected++;
      note(OptionalLong.empty(), null, reading);
      return;
    }
    if (index <= last) {
      duplicated++;
      note(OptionalLong.of(index), sequence.reading(signal, index), reading);
      return;
    }
    missing(index);
    last = index;
    next = index + 1;
    Reading expected = sequence.reading(signal, index);
    if (!expected.equals(reading)) {
      // What was fed is not there, and what is there was never fed.
      unexpected++;
      lost += safe.contains(sequence.number(signal, index)) ? 1 : 0;
      note(OptionalLong.of(index), expected, reading);
    }
  }

  /** There are no more stored readings. */
  void end() {
    missing(Math.ceilDiv(Math.max(0, safe.end() - signal), (long) sequence.signals()));
  }

  private void missing(long until) {
    for (long index = next; index < until; index++) {
      if (safe.contains(sequence.number(signal, index))) {
        Reading expected = sequence.reading(signal, index);
        if (gaps.stream().anyMatch(gap -> gap.covers(expected))) {
          declared++;
        } else {
          lost++;
          note(OptionalLong.of(index), expected, null);
        }
      }
    }
    next = Math.max(next, until);
  }

  private void note(OptionalLong index, @Nullable Reading expected, @Nullable Reading found) {
    if (firstWrong == null) {
      firstWrong = new FirstWrong(sequence.signal(signal), index, expected, found);
    }
  }

  Verdict verdict() {
    return new Verdict(stored, lost, duplicated, unexpected, declared, firstWrong);
  }
}
