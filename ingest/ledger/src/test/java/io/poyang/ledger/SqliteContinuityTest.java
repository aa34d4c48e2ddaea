package io.poyang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.continuity.HourCount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does beyond the contract: it stays small, and knows what older versions wrote. */
class SqliteContinuityTest {
  private static final EdgeId EDGE = new EdgeId("north-1");
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

  private static final Period EVER =
      new Period(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir Path folder;

  private static BatchId id(long epoch, long sequence) {
    return new BatchId(EDGE, epoch, sequence);
  }

  private static List<Receipt> receipts(long epoch, LongStream sequences) {
    return sequences
        .mapToObj(
            sequence ->
                new Receipt(
                    id(epoch, sequence), Opening.OF_NEW_LOG, (int) sequence, List.of(), List.of()))
        .toList();
  }

  private long rows(String table) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      return row.getLong(1);
    }
  }

  @Test
  void anEdgeThatLeavesOutNumbersAtWillIsForgottenFromBelowAndNeverComplete() throws Exception {
    int many = 2 * EpochMemory.MOST_RANGES;
    Epoch written;
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      for (int from = 0; from < many; from += 1_000) {
        database
            .continuity()
            .committed(
                receipts(
                    7, LongStream.range(from, Math.min(many, from + 1_000)).map(n -> 2 * n + 1)),
                AT);
      }
      written = database.continuity().epochs(EDGE).getFirst();
      assertThat(written.ranges().size())
          .isBetween(
              EpochMemory.MOST_RANGES, EpochMemory.MOST_RANGES + EpochMemory.MOST_RANGES / 8);
      assertThat(written.ranges()).endsWith(new SequenceRange(2L * many - 1, 2L * many - 1));
      assertThat(written.missing()).isEqualTo(2L * many - 1 - written.ranges().size());
      assertThat(rows("sequence_range")).isEqualTo(written.ranges().size());
    }
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      assertThat(database.continuity().epochs(EDGE)).containsExactly(written);
    }
  }

  @Test
  void checksumsOfBatchesLongPastAreDroppedAndTheNewestStay() throws Exception {
    long all = EpochMemory.MOST_CHECKSUMS + EpochMemory.MOST_CHECKSUMS / 4;
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      // Downwards: those that were committed last are kept, not those with the highest numbers.
      for (long last = all; last > 0; last -= 1_024) {
        database
            .continuity()
            .committed(receipts(7, LongStream.rangeClosed(last - 1_023, last)), AT);
      }
      assertThat(database.continuity().checksum(id(7, 1))).hasValue(1);
      assertThat(database.continuity().checksum(id(7, EpochMemory.MOST_CHECKSUMS)))
          .hasValue((int) EpochMemory.MOST_CHECKSUMS);
      assertThat(database.continuity().checksum(id(7, all))).isEmpty();
      assertThat(database.continuity().epochs(EDGE).getFirst().ranges())
          .containsExactly(new SequenceRange(1, all));
      assertThat(rows("checksum") * 1_024)
          .isBetween(
              EpochMemory.MOST_CHECKSUMS,
              EpochMemory.MOST_CHECKSUMS + EpochMemory.MOST_CHECKSUMS / 8);
    }
  }

  @Test
  void aNewEpochDropsTheChecksumsOfThoseThatEndedLongAgo() {
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      database.continuity().committed(receipts(1, LongStream.of(1)), AT);
      database.continuity().committed(receipts(2, LongStream.of(1)), AT.plus(Duration.ofDays(6)));
      assertThat(database.continuity().checksum(id(1, 1))).hasValue(1);
      database.continuity().committed(receipts(3, LongStream.of(1)), AT.plus(Duration.ofDays(8)));
      assertThat(database.continuity().checksum(id(1, 1))).isEmpty();
      assertThat(database.continuity().checksum(id(2, 1))).hasValue(1);
      assertThat(database.continuity().epochs(EDGE)).hasSize(3);
    }
  }

  @Test
  void anEdgeThatBeginsEpochsWithoutEndHasTheSilentOnesForgotten() throws Exception {
    EdgeId other = new EdgeId("south-1");
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      SqliteContinuity continuity = new SqliteContinuity(database, 80);
      continuity.committed(
          List.of(
              new Receipt(new BatchId(other, 1, 1), Opening.OF_NEW_LOG, 1, List.of(), List.of())),
          AT);
      for (int epoch = 1; epoch <= 500; epoch++) {
        List<Receipt> both =
            List.of(
                receipts(1_000, LongStream.of(epoch)).getFirst(),
                new Receipt(
                    id(epoch, 1),
                    Opening.OF_NEW_LOG,
                    epoch,
                    List.of(new HourCount(epoch, 1)),
                    List.of()));
        continuity.committed(both, AT.plusSeconds(epoch));
        assertThat(rows("epoch")).isLessThanOrEqualTo(80 + 80 / 8 + 1);
      }
      assertThat(rows("hour")).isLessThanOrEqualTo(80 + 80 / 8);
      assertThat(rows("sequence_range")).isEqualTo(rows("epoch"));
      assertThat(rows("checksum")).isLessThanOrEqualTo(500 + rows("epoch"));
      assertThat(continuity.epochs(other)).hasSize(1);
      // Whoever goes on stays whole, however long ago it began.
      assertThat(continuity.epochs(EDGE))
          .filteredOn(epoch -> epoch.epoch() == 1_000)
          .singleElement()
          .satisfies(
              epoch -> assertThat(epoch.ranges()).containsExactly(new SequenceRange(1, 500)));

      // One that was forgotten is written down afresh.
      continuity.committed(receipts(1, LongStream.of(2)), AT.plusSeconds(501));
      assertThat(continuity.epochs(EDGE).getLast().ranges())
          .containsExactly(new SequenceRange(2, 2));
    }
  }

  private static Gap gap(long number, Optional<Gap.Batches> batches) {
    Instant from = AT.plusSeconds(number);
    return new Gap(
        Gap.Cause.LOG_FULL, OptionalLong.of(2), from, from, List.of(), batches, "gap " + number);
  }

  private void tell(LedgerDatabase database, int many, LongFunction<Gap> gap) {
    for (int from = 0; from < many; from += 1_000) {
      List<Gap> gaps = LongStream.range(from, from + 1_000).mapToObj(gap).toList();
      BatchId id = id(7, 1 + from);
      database
          .continuity()
          .committed(List.of(new Receipt(id, Opening.OF_NEW_LOG, 1, List.of(), gaps)), AT);
    }
  }

  /** What it lost stays counted, and so do the batches that it gave up. */
  @Test
  void anEdgeThatTellsOfLossWithoutEndHasItsOldestGapsToldAsOne() throws Exception {
    int many = 2 * GapRoom.MOST;
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      tell(database, many, n -> gap(n, Optional.of(new Gap.Batches(5, 1 + 3 * n, 3 + 3 * n))));
      List<Gap> gaps = database.continuity().gaps(EDGE, EVER);
      assertThat(gaps).hasSizeLessThanOrEqualTo(GapRoom.MOST + GapRoom.MOST / 8);
      assertThat(gaps.stream().mapToLong(gap -> gap.readings().orElseThrow()).sum())
          .isEqualTo(2L * many);
      Gap merged = gaps.getFirst();
      assertThat(merged.from()).isEqualTo(AT);
      assertThat(merged.batches().orElseThrow().first()).isEqualTo(1);
      long next = 1;
      for (Gap gap : gaps) {
        assertThat(gap.batches().orElseThrow().first()).isEqualTo(next);
        next = gap.batches().orElseThrow().last() + 1;
      }
      assertThat(next).isEqualTo(3L * many + 1);
      assertThat(gaps.getLast()).isEqualTo(gap(many - 1, gaps.getLast().batches()));
    }
  }

  @Test
  void gapsThatComeInThousandsAtOnceDoNotPileUpEither() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      for (int round = 0; round < 3; round++) {
        List<Gap> gaps =
            LongStream.range(0, GapRoom.MOST).mapToObj(n -> gap(n, Optional.empty())).toList();
        Receipt receipt = new Receipt(id(7, 1 + round), Opening.OF_NEW_LOG, 1, List.of(), gaps);
        Receipt other = new Receipt(id(8, 1 + round), Opening.OF_NEW_LOG, 1, List.of(), gaps);
        database.continuity().committed(List.of(receipt, other), AT);
        assertThat(rows("gap")).isLessThanOrEqualTo(GapRoom.MOST + GapRoom.MOST / 8);
      }
      assertThat(
              database.continuity().gaps(EDGE, EVER).stream()
                  .mapToLong(gap -> gap.readings().orElseThrow())
                  .sum())
          .isEqualTo(3L * 2 * 2 * GapRoom.MOST);
    }
  }

  @Test
  void gapsOfBatchesFarApartAreToldAsOneOfTheirCause() {
    int many = 2 * GapRoom.MOST;
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      tell(database, many, n -> gap(n, Optional.of(new Gap.Batches(5, 1 + 3 * n, 1 + 3 * n))));
      List<Gap> gaps = database.continuity().gaps(EDGE, EVER);
      assertThat(gaps).hasSizeLessThanOrEqualTo(GapRoom.MOST + GapRoom.MOST / 8);
      assertThat(gaps.getFirst().batches()).isEmpty();
      assertThat(gaps.stream().mapToLong(gap -> gap.readings().orElseThrow()).sum())
          .isEqualTo(2L * many);
    }
  }

  @Test
  void whatTheFirstVersionWroteGoesOn() throws Exception {
    Path file = folder.resolve("ledger.db");
    Flyway.configure(LedgerFile.class.getClassLoader())
        .dataSource("jdbc:sqlite:" + file, null, null)
        .locations("classpath:io/poyang/ledger/migration")
        .initSql("PRAGMA application_id = " + 0x506F7961)
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO epoch VALUES ('north-1', 7, 1000, 2000)");
      statement.execute("INSERT INTO sequence_range VALUES ('north-1', 7, 1, 20)");
      statement.execute(
          "INSERT INTO refusal VALUES"
              + " (5, 'key', 1000, 'north-1', 'FUTURE', 'subject', 'detail', 'content')");
    }
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      database.continuity().committed(receipts(7, LongStream.of(21)), AT);
      assertThat(database.continuity().epochs(EDGE))
          .containsExactly(
              new Epoch(
                  EDGE,
                  7,
                  Opening.OF_NEW_LOG,
                  Instant.ofEpochMilli(1000),
                  AT,
                  List.of(new SequenceRange(1, 21))));
      assertThat(database.continuity().checksum(id(7, 20))).isEmpty();
      assertThat(database.quarantine().find(5).orElseThrow())
          .satisfies(
              kept -> {
                assertThat(kept.refusal().readings()).isEqualTo(1);
                assertThat(kept.refusal().original()).isEmpty();
                assertThat(kept.settlement()).isEmpty();
              });
      assertThat(database.quarantine().count()).isEqualTo(1);
    }
  }
}
