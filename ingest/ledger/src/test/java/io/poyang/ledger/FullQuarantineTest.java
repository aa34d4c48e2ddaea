package io.poyang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.ledger.QuarantineRoom.Limits;
import io.poyang.ledger.QuarantineRoom.Size;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.quarantine.Original;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Outcome;
import io.poyang.telemetry.quarantine.Quarantine.Settlement;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when the quarantine is full, and what is said of it. */
class FullQuarantineTest {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
  private static final Period EVER = new Period(Instant.EPOCH, AT.plus(Duration.ofDays(9)));
  private static final EdgeId FLOOD = new EdgeId("flood");
  private static final EdgeId QUIET = new EdgeId("quiet");
  private static final Size PLENTY = new Size(1_000, 64 << 20);

  @TempDir Path folder;
  private LedgerDatabase database;

  @BeforeEach
  void open() {
    database = LedgerDatabase.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SqliteQuarantine quarantine(Size edge, Size all) {
    return new SqliteQuarantine(database, new Limits(edge, all));
  }

  private static Refusal refusal(EdgeId edge, int number, int readings, int bytes) {
    return new Refusal(
        edge + "-" + number,
        AT.plusSeconds(number),
        edge,
        number % 2 == 0 ? Reason.MALFORMED : Reason.FUTURE,
        "topic",
        "detail",
        "content",
        readings,
        Optional.of(new Original("topic", new byte[bytes])));
  }

  private static List<Refusal> refusals(EdgeId edge, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> refusal(edge, i, 1, 0)).toList();
  }

  private static List<String> keys(SqliteQuarantine quarantine) {
    return quarantine
        .list(new Filter(Optional.empty(), Optional.empty(), true), Long.MAX_VALUE, 9_999)
        .reversed()
        .stream()
        .map(kept -> kept.refusal().key())
        .toList();
  }

  private List<Gap> gaps(EdgeId edge) {
    return database.continuity().gaps(edge, EVER);
  }

  @Test
  void theOldestOfAnEdgeGoAndAnotherEdgeKeepsItsOwn() {
    SqliteQuarantine quarantine = quarantine(new Size(3, 1 << 20), PLENTY);
    quarantine.put(refusals(QUIET, 0, 2));
    quarantine.put(refusals(FLOOD, 0, 2));
    assertThat(gaps(FLOOD)).isEmpty();
    quarantine.put(refusals(FLOOD, 2, 7));
    assertThat(keys(quarantine))
        .containsExactly("quiet-0", "quiet-1", "flood-4", "flood-5", "flood-6");
    assertThat(gaps(QUIET)).isEmpty();
    assertThat(gaps(FLOOD))
        .containsExactly(
            new Gap(
                Gap.Cause.QUARANTINE_FULL,
                OptionalLong.of(4),
                AT,
                AT.plusSeconds(3),
                List.of(),
                Optional.empty(),
                "by the time they were received: refusals that made room for newer ones"
                    + " (2 malformed, 2 future); mend what is refused and replay it sooner"));
  }

  @Test
  void theSameHoldsForBytes() {
    SqliteQuarantine quarantine = quarantine(new Size(1_000, 10_000), PLENTY);
    for (int i = 0; i < 8; i++) {
      quarantine.put(List.of(refusal(FLOOD, i, 5, 4_000)));
    }
    assertThat(keys(quarantine)).containsExactly("flood-6", "flood-7");
    assertThat(gaps(FLOOD))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.readings()).hasValue(30);
              assertThat(gap.to()).isEqualTo(AT.plusSeconds(5));
            });
  }

  @Test
  void settledOnesGoFirstAndAreNoLoss() {
    SqliteQuarantine quarantine = quarantine(new Size(4, 1 << 20), PLENTY);
    quarantine.put(refusals(FLOOD, 0, 4));
    long third = quarantine.list(Filter.OPEN, Long.MAX_VALUE, 9).reversed().get(2).number();
    quarantine.settle(List.of(third), new Settlement(Outcome.DISCARDED, AT, "rubbish"));
    quarantine.put(refusals(FLOOD, 4, 5));
    assertThat(keys(quarantine)).containsExactly("flood-0", "flood-1", "flood-3", "flood-4");
    assertThat(gaps(FLOOD)).isEmpty();
    quarantine.put(refusals(FLOOD, 5, 6));
    assertThat(keys(quarantine)).containsExactly("flood-1", "flood-3", "flood-4", "flood-5");
    assertThat(gaps(FLOOD)).hasSize(1);
  }

  @Test
  void allEdgesTogetherHaveABoundToo() {
    SqliteQuarantine quarantine = quarantine(PLENTY, new Size(4, 1 << 20));
    quarantine.put(refusals(QUIET, 0, 2));
    quarantine.put(refusals(FLOOD, 0, 3));
    assertThat(keys(quarantine)).containsExactly("quiet-1", "flood-0", "flood-1", "flood-2");
    assertThat(gaps(QUIET)).hasSize(1);
    assertThat(gaps(FLOOD)).isEmpty();
  }

  @Test
  void whatComesAgainTakesItsRoomOnce() {
    SqliteQuarantine quarantine = quarantine(new Size(3, 10_000), PLENTY);
    for (int i = 0; i < 20; i++) {
      quarantine.put(List.of(refusal(FLOOD, 1, 1, 3_000), refusal(FLOOD, 2, 1, 3_000)));
    }
    assertThat(keys(quarantine)).containsExactly("flood-1", "flood-2");
    assertThat(gaps(FLOOD)).isEmpty();
  }

  @Test
  void aFloodIsOneGapAnHour() {
    SqliteQuarantine quarantine = quarantine(new Size(2, 1 << 20), PLENTY);
    for (int minute = 0; minute < 130; minute++) {
      quarantine.put(List.of(refusal(FLOOD, minute * 60, 10, 0)));
    }
    assertThat(gaps(FLOOD))
        .extracting(gap -> gap.readings().orElseThrow())
        .containsExactly(600L, 600L, 80L);
    assertThat(gaps(FLOOD).getFirst().from()).isEqualTo(AT);
    assertThat(gaps(FLOOD).getFirst().to()).isEqualTo(AT.plus(Duration.ofMinutes(59)));
  }

  @Test
  void ofReadingsThatNobodyCountedNobodyKnowsHowMany() {
    SqliteQuarantine quarantine = quarantine(new Size(1, 1 << 20), PLENTY);
    quarantine.put(
        List.of(refusal(FLOOD, 0, 5, 0), refusal(FLOOD, 1, 0, 0), refusal(FLOOD, 2, 5, 0)));
    assertThat(gaps(FLOOD))
        .singleElement()
        .extracting(Gap::readings)
        .isEqualTo(OptionalLong.empty());
  }

  @Test
  void theBoundHoldsForALaterProcess() {
    quarantine(PLENTY, PLENTY).put(refusals(FLOOD, 0, 5));
    database.close();
    database = LedgerDatabase.open(folder);
    SqliteQuarantine later = quarantine(new Size(3, 1 << 20), PLENTY);
    later.put(refusals(FLOOD, 5, 6));
    assertThat(keys(later)).containsExactly("flood-3", "flood-4", "flood-5");
  }

  /** The loss and the gap that tells of it are one write. */
  @Test
  void nothingGoesWhileNothingCanBeWritten() {
    SqliteQuarantine quarantine = quarantine(new Size(300, 8 << 20), PLENTY);
    quarantine.put(refusals(FLOOD, 0, 300));
    database.limitPages(1);
    List<Refusal> large =
        IntStream.range(300, 400).mapToObj(i -> refusal(FLOOD, i, 1, 20_000)).toList();
    assertThatThrownBy(() -> quarantine.put(large)).hasMessageContaining("the disk is full");
    assertThat(keys(quarantine)).hasSize(300).startsWith("flood-0");
    assertThat(gaps(FLOOD)).isEmpty();
    database.limitPages(LedgerFile.UNLIMITED);
    quarantine.put(large);
    assertThat(keys(quarantine)).hasSize(300).startsWith("flood-100");
    assertThat(gaps(FLOOD))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.readings()).hasValue(100);
            });
  }

  /** Originals of some gigabytes would else be read at each start, while the road waits. */
  @Test
  void itsSizeIsAddedUpWithoutALookAtTheOriginals() {
    String plan =
        database.read(
            "explaining",
            connection -> {
              try (PreparedStatement query =
                      connection.prepareStatement("EXPLAIN QUERY PLAN " + QuarantineRoom.MEASURE);
                  ResultSet row = query.executeQuery()) {
                return row.getString("detail");
              }
            });
    assertThat(plan).contains("COVERING INDEX");
  }
}
