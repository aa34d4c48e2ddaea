package io.poyang.telemetry.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SequencesTest {
  @Property(tries = 300)
  void rangesNameExactlyWhatWasAdded(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 40) Long> added) {
    Sequences sequences = new Sequences();
    TreeSet<Long> known = new TreeSet<>();
    for (long sequence : added) {
      assertThat(sequences.contains(sequence)).isEqualTo(known.contains(sequence));
      assertThat(sequences.add(sequence)).isEqualTo(known.add(sequence));
      assertThat(sequences.highest()).isEqualTo(known.last());
    }
    List<Long> named = new ArrayList<>();
    long before = -1;
    for (SequenceRange range : sequences.ranges()) {
      assertThat(range.first()).isGreaterThan(before + 1);
      for (long s = range.first(); s <= range.last(); s++) {
        named.add(s);
      }
      before = range.last();
    }
    assertThat(named).containsExactlyElementsOf(known);
  }

  /** Whoever keeps ranges on disk rewrites only what was touched; that must be enough. */
  @Property(tries = 300)
  void aCopyThatFollowsTheTouchesStaysTheSame(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 40) Long> added) {
    Sequences sequences = new Sequences();
    TreeMap<Long, Long> copy = new TreeMap<>();
    for (long sequence : added) {
      sequences.add(
          sequence,
          first -> {
            copy.remove(first);
            if (sequences.lastOf(first) > 0) {
              copy.put(first, sequences.lastOf(first));
            }
          });
    }
    List<SequenceRange> copied = new ArrayList<>();
    copy.forEach((first, last) -> copied.add(new SequenceRange(first, last)));
    assertThat(copied).isEqualTo(sequences.ranges());
  }

  @Test
  void theLowestRangesAreForgottenFirst() {
    Sequences sequences = new Sequences();
    for (long sequence : new long[] {1, 2, 5, 9, 10, 20}) {
      sequences.add(sequence);
    }
    assertThat(sequences.size()).isEqualTo(4);
    assertThat(sequences.keepHighest(2)).isEqualTo(9);
    assertThat(sequences.ranges())
        .containsExactly(new SequenceRange(9, 10), new SequenceRange(20, 20));
    assertThat(sequences.keepHighest(3)).isEqualTo(9);
  }
}
