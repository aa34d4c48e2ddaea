package io.poyang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchBuilderTest {
  private static final BatchId ID = new BatchId(new EdgeId("north-edge"), 1, 1);

  /** Used again and again, as an agent does: nothing of one batch may reach the next. */
  @Property(tries = 300)
  void readingsAreGroupedBySignalInTheirOrder(
      @ForAll @Size(max = 5) List<@Size(max = 120) List<@IntRange(max = 90) Integer>> batches) {
    Batch.Builder builder = Batch.builder();
    for (List<Integer> points : batches) {
      Map<SignalId, List<Double>> model = new LinkedHashMap<>();
      for (int i = 0; i < points.size(); i++) {
        SignalId signal = SignalId.parse("north-works/p" + points.get(i));
        builder.add(signal, i, i, Quality.STATUS_GOOD, Quality.NO_FLAG);
        model.computeIfAbsent(signal, unused -> new ArrayList<>()).add((double) i);
      }
      Batch batch = builder.build(ID);
      assertThat(values(batch)).isEqualTo(model);
      assertThat(values(batch).keySet()).containsExactlyElementsOf(model.keySet());
    }
  }

  private static Map<SignalId, List<Double>> values(Batch batch) {
    Map<SignalId, List<Double>> values = new LinkedHashMap<>();
    for (int run = 0; run < batch.runs(); run++) {
      List<Double> its = new ArrayList<>();
      for (int i = batch.start(run); i < batch.end(run); i++) {
        its.add(batch.value(i));
      }
      values.put(batch.signal(run), its);
    }
    return values;
  }
}
