package io.poyang.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The property behind {@link ReadingStoreContract}: a shelf is a map from (signal, time). */
public abstract class ReadingStoreModel {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Period ALWAYS =
      new Period(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));
  private static final List<SignalId> SIGNALS =
      Stream.of("a/x", "a/y", "b/x").map(SignalId::parse).toList();

  /** Opens the store kept in this folder: the same folder again finds the same readings. */
  protected abstract ReadingStore open(Path folder);

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void anySequenceOfAppendsEqualsAMap(@ForAll("appends") List<List<Reading>> appends)
      throws IOException {
    Path folder = Files.createTempDirectory("poyang-model");
    Map<SignalId, TreeMap<Instant, Reading>> model = new HashMap<>();
    ReadingStore store = open(folder);
    try {
      for (int i = 0; i < appends.size(); i++) {
        List<Reading> readings = appends.get(i);
        int half = readings.size() / 2;
        store.append(
            List.of(
                batch(i * 2 + 1, readings.subList(0, half)),
                batch(i * 2 + 2, readings.subList(half, readings.size()))));
        for (Reading reading : readings) {
          model
              .computeIfAbsent(reading.signal(), unused -> new TreeMap<>())
              .put(reading.at(), reading);
        }
        if (i == appends.size() / 2) {
          store.close();
          store = open(folder);
        }
      }
      store.awaitVisible();
      compare(store, model);
    } finally {
      store.close();
      delete(folder);
    }
  }

  private static void compare(ReadingStore store, Map<SignalId, TreeMap<Instant, Reading>> model) {
    Period evening = new Period(MIDNIGHT.minusMillis(30), MIDNIGHT.plusMillis(5));
    long all = 0;
    for (SignalId signal : SIGNALS) {
      TreeMap<Instant, Reading> expected = model.getOrDefault(signal, new TreeMap<>());
      List<Reading> found = new ArrayList<>();
      store.read(signal, ALWAYS, found::add);
      assertThat(found).isEqualTo(List.copyOf(expected.values()));
      assertThat(store.count(signal, evening))
          .isEqualTo(expected.subMap(evening.from(), evening.to()).size());
      if (!expected.isEmpty()) {
        assertThat(store.latest(SIGNALS, ALWAYS))
            .containsEntry(signal, expected.lastEntry().getValue());
      }
      all += expected.size();
    }
    assertThat(store.count(ALWAYS)).isEqualTo(all);
  }

  private static Batch batch(long sequence, List<Reading> readings) {
    return Batch.of(new BatchId(new EdgeId("model"), 1, sequence), readings);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<List<List<Reading>>> appends() {
    // Few times around midnight, so that collisions and both sides of a day are frequent.
    Arbitrary<Instant> times =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-40, 10).map(MIDNIGHT::plusMillis),
            Arbitraries.longs().between(-5, 5).map(day -> MIDNIGHT.plusSeconds(day * 86_400)));
    Arbitrary<Reading> good =
        Combinators.combine(
                Arbitraries.of(SIGNALS), times, Arbitraries.doubles(), Arbitraries.of('\0', 'N'))
            .as(
                (signal, at, value, flag) ->
                    new Reading(signal, at, value, Quality.of(Quality.STATUS_GOOD, flag)));
    Arbitrary<Reading> bad =
        Combinators.combine(
                Arbitraries.of(SIGNALS),
                times,
                Arbitraries.of(Double.NaN, 1.5),
                Arbitraries.of(0x8000_0000, 0x8034_0000, 0x4000_0000),
                Arbitraries.of('\0', 'D'))
            .as(
                (signal, at, value, status, flag) ->
                    new Reading(signal, at, value, Quality.of(status, flag)));
    return Arbitraries.oneOf(good, good, bad).list().ofMaxSize(40).list().ofMinSize(1).ofMaxSize(8);
  }
}
