package io.poyang.edge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.log.LogBounds.WhenFull;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever is appended, freed, dropped, spoilt and opened again: each committed batch is in the
 * log, or freed, or in exactly one gap, with its readings counted; the files stay within their
 * size; and the openings form one chain.
 */
class LogAccountProperties {
  private static final long SIZE = 512 << 10;

  enum Kind {
    APPEND,
    FREE,
    SPOIL,
    REOPEN
  }

  record Step(Kind kind, int amount) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(12, Kind.APPEND),
            Tuple.of(2, Kind.FREE),
            Tuple.of(1, Kind.SPOIL),
            Tuple.of(2, Kind.REOPEN));
    return Combinators.combine(kinds, Arbitraries.integers().between(1, 40))
        .as(Step::new)
        .list()
        .ofMinSize(50)
        .ofMaxSize(120);
  }

  @Property(tries = 12)
  void everyBatchIsAccountedForAndTheSizeHolds(
      @ForAll("steps") List<Step> steps, @ForAll WhenFull whenFull) throws Exception {
    Path folder = Files.createTempDirectory("account");
    Account account = new Account(folder, whenFull);
    try {
      for (Step step : steps) {
        account.take(step);
        account.check();
      }
      account.reopen();
      account.check();
    } finally {
      account.log.close();
      delete(folder);
    }
  }

  /** What a perfect witness knows of a log. */
  private static final class Account {
    private final Path folder;
    private final LogSettings settings;
    private final BatchCodec codec = new BatchCodec(1 << 20);
    private final Map<Long, Integer> committed = new TreeMap<>();
    private final Map<Long, Long> epochOf = new TreeMap<>();
    private final Set<Long> freed = new HashSet<>();
    private final Map<Long, Gap> gaps = new TreeMap<>();
    private final List<Long> epochs = new ArrayList<>();
    private int readings;
    private Log log;

    Account(Path folder, WhenFull whenFull) {
      this.folder = folder;
      settings =
          new LogSettings(
              Duration.ZERO, 200, 100_000, new LogBounds(SIZE, Duration.ofDays(1), 0, whenFull));
      log = Log.open(folder, Readings.EDGE, settings, InstantSource.fixed(Readings.START));
      epochs.add(log.epoch());
    }

    void take(Step step) throws Exception {
      switch (step.kind()) {
        case APPEND -> append(step.amount() * 100);
        case FREE -> free(step.amount());
        case SPOIL -> spoil(step.amount());
        case REOPEN -> reopen();
      }
    }

    private void append(int count) {
      try {
        log.append(Readings.readings(readings, count)).toCompletableFuture().join();
        readings += count;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(LogFullException.class);
      }
      witness();
    }

    /** New batches are looked at before anything else can happen to them. */
    private void witness() {
      long seen = committed.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
      for (StoredBatch stored : log.read(seen + 1, Long.MAX_VALUE, 10_000)) {
        Batch batch = codec.decode(stored.payload());
        committed.put(stored.sequence(), batch.size());
        epochOf.put(stored.sequence(), batch.id().epoch());
        Opening opening = batch.header().opening();
        assertThat(opening.previous())
            .isEqualTo(epochOf.getOrDefault(opening.first() - 1, Opening.NONE));
        assertThat(batch.id().epoch()).isEqualTo(epochs.getLast());
        assertThat(batch.id().sequence()).isEqualTo(stored.sequence());
        for (int i = 0; i < batch.gaps().size(); i++) {
          gaps.put(stored.sequence() * 1000 + i, batch.gaps().get(i));
        }
      }
    }

    private void free(int count) {
      for (StoredBatch batch : log.read(1, Long.MAX_VALUE, count)) {
        log.free(batch.sequence());
        freed.add(batch.sequence());
      }
      witness();
    }

    /** Flips a byte of one payload where nobody looks but the disk. */
    private void spoil(int which) throws Exception {
      List<StoredBatch> held = log.read(1, Long.MAX_VALUE, which);
      if (held.isEmpty() || held.getLast().gaps() > 0) {
        return;
      }
      long sequence = held.getLast().sequence();
      reopen(
          () -> {
            try (Connection raw =
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("log.db"));
                Statement statement = raw.createStatement()) {
              statement.executeUpdate(
                  "UPDATE batch SET payload = CAST(payload || x'00' AS BLOB) WHERE sequence = "
                      + sequence);
            }
          });
      long before = log.lastSequence();
      assertThat(log.read(1, before, 10_000)).noneMatch(batch -> batch.sequence() == sequence);
      await().until(() -> log.lastSequence() > before);
      witness();
    }

    private interface Meanwhile {
      void run() throws Exception;
    }

    void reopen() throws Exception {
      reopen(() -> {});
    }

    private void reopen(Meanwhile meanwhile) throws Exception {
      log.close();
      meanwhile.run();
      log = Log.open(folder, Readings.EDGE, settings, InstantSource.fixed(Readings.START));
      assertThat(epochs).doesNotContain(log.epoch());
      epochs.add(log.epoch());
    }

    void check() throws IOException {
      Set<Long> told = new HashSet<>();
      for (Gap gap : gaps.values()) {
        Gap.Batches batches = gap.batches().orElseThrow();
        long counted = 0;
        for (long sequence = batches.first(); sequence <= batches.last(); sequence++) {
          assertThat(told.add(sequence)).as("batch %d is in one gap only", sequence).isTrue();
          assertThat(epochOf).containsEntry(sequence, batches.epoch());
          counted += committed.getOrDefault(sequence, Integer.MIN_VALUE);
        }
        assertThat(gap.readings()).hasValue(counted);
      }
      List<Long> held =
          log.read(1, Long.MAX_VALUE, 100_000).stream().map(StoredBatch::sequence).toList();
      Set<Long> accounted = new HashSet<>(held);
      assertThat(accounted).hasSameSizeAs(held);
      for (Set<Long> part : List.of(freed, told)) {
        part.forEach(
            sequence ->
                assertThat(accounted.add(sequence)).as("batch %d twice", sequence).isTrue());
      }
      assertThat(accounted).isEqualTo(committed.keySet());
      Path wal = folder.resolve("log.db-wal");
      long size = Files.size(folder.resolve("log.db")) + (Files.exists(wal) ? Files.size(wal) : 0);
      assertThat(size).isLessThanOrEqualTo(SIZE);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
