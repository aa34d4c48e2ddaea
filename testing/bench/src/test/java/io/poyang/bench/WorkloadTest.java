package io.poyang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  /** The store keeps one value a signal and millisecond: a repeat would be missed at the count. */
  @Test
  void noSignalHasTwoReadingsAtOneTime() {
    Set<String> keys = new HashSet<>();
    for (Workload workload : Workload.split(10, 3, 5_000)) {
      workload.take(100, (signal, at, value) -> keys.add(workload.signal(signal) + " " + at));
    }
    assertThat(keys).hasSize(300);
  }

  @Test
  void everySignalBelongsToOneEdge() {
    List<Workload> workloads = Workload.split(10, 3, 0);
    assertThat(workloads).extracting(Workload::signals).containsExactly(4, 3, 3);
  }

  @Test
  void aSignalHasItsNextReadingAfterTheStep() {
    Set<Long> times = new HashSet<>();
    Workload workload = Workload.split(4, 1, 7_000, 1_000).getFirst();
    workload.take(12, (signal, at, value) -> times.add(at));
    assertThat(times).containsExactlyInAnyOrder(7_000L, 8_000L, 9_000L);
  }

  @Test
  void theSpanHoldsWhatItIsAskedFor() {
    long span = Workload.spanMillis(1_000, 10);
    Workload workload = Workload.split(10, 1, 0).getFirst();
    workload.take(1_000, (signal, at, value) -> assertThat(at).isLessThan(span));
  }
}
