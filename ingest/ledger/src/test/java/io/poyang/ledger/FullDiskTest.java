package io.poyang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.store.TransientStoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a full disk leaves behind. SQLite then rolls back by itself, on which a server once stayed
 * stuck until it was restarted.
 */
class FullDiskTest {
  private static final EdgeId EDGE = new EdgeId("north-1");
  private static final SiteId SITE = new SiteId("north");

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

  /** Tries as the writer does: again and again, and nothing of a try may be seen. */
  private void refusedWhileFull(Runnable write) {
    database.limitPages(1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(write::run)
          .isInstanceOf(TransientStoreException.class)
          .hasMessageContaining("the disk is full")
          .cause()
          .hasNoSuppressedExceptions();
    }
  }

  private void room() {
    database.limitPages(LedgerFile.UNLIMITED);
  }

  private static List<SignalId> signals(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> new SignalId(SITE, prefix + i)).toList();
  }

  @Test
  void theCatalogueGoesOnOnceThereIsRoom() {
    database.catalogue().sighted(EDGE, signals("early-", 3), Instant.EPOCH);
    List<SignalId> many = signals("late-", 3_000);
    refusedWhileFull(() -> database.catalogue().sighted(EDGE, many, Instant.EPOCH));
    assertThat(database.catalogue().signals(SITE)).hasSize(3);
    room();
    database.catalogue().sighted(EDGE, many, Instant.EPOCH);
    assertThat(database.catalogue().signals(SITE)).hasSize(3_003);
  }

  @Test
  void theQuarantineGoesOnOnceThereIsRoom() {
    database.quarantine().put(refusals("early-", 1));
    List<Refusal> many = refusals("late-", 100);
    refusedWhileFull(() -> database.quarantine().put(many));
    assertThat(database.quarantine().count()).isEqualTo(1);
    room();
    database.quarantine().put(many);
    assertThat(database.quarantine().count()).isEqualTo(101);
    assertThat(
            database.quarantine().list(Filter.OPEN, Long.MAX_VALUE, 1).getFirst().refusal().key())
        .isEqualTo("late-99");
  }

  private static List<Refusal> refusals(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Refusal(
                    prefix + i,
                    Instant.EPOCH,
                    EDGE,
                    Reason.MALFORMED,
                    "topic",
                    "detail",
                    "x".repeat(1_000)))
        .toList();
  }

  /** Its memory of the ranges must be that of the disk, not of the try that was lost. */
  @Test
  void continuityGoesOnOnceThereIsRoom() {
    database.continuity().committed(List.of(receipt(1)), Instant.EPOCH);
    // Every other number, so that each is a range of its own.
    List<Receipt> many = new ArrayList<>();
    for (int i = 3; i < 6_000; i += 2) {
      many.add(receipt(i));
    }
    refusedWhileFull(() -> database.continuity().committed(many, Instant.EPOCH));
    assertThat(ranges()).containsExactly(new SequenceRange(1, 1));
    room();
    database.continuity().committed(many, Instant.EPOCH);
    assertThat(ranges()).hasSize(1 + many.size()).endsWith(new SequenceRange(5_999, 5_999));
  }

  private static Receipt receipt(long sequence) {
    return new Receipt(new BatchId(EDGE, 7, sequence), Opening.OF_NEW_LOG, 0, List.of(), List.of());
  }

  private List<SequenceRange> ranges() {
    List<Epoch> epochs = database.continuity().epochs(EDGE);
    assertThat(epochs).hasSize(1);
    return epochs.getFirst().ranges();
  }

  @Test
  void whatWasWrittenAroundAFullDiskOutlivesTheProcess() {
    database.catalogue().sighted(EDGE, signals("early-", 3), Instant.EPOCH);
    refusedWhileFull(
        () -> database.catalogue().sighted(EDGE, signals("lost-", 3_000), Instant.EPOCH));
    room();
    database.catalogue().sighted(EDGE, signals("late-", 2), Instant.EPOCH);
    database.close();
    database = LedgerDatabase.open(folder);
    assertThat(database.catalogue().signals(SITE))
        .extracting(listing -> listing.id().point())
        .containsExactly("early-0", "early-1", "early-2", "late-0", "late-1");
  }

  @Test
  void aTransactionThatEndedByItselfDoesNotSpoilTheNext() {
    assertThatThrownBy(
            () ->
                database.write(
                    "ending the transaction",
                    connection -> {
                      try (var statement = connection.createStatement()) {
                        statement.execute("ROLLBACK");
                      }
                    }))
        .isInstanceOf(TransientStoreException.class)
        .hasCauseInstanceOf(SQLException.class);
    database.catalogue().sighted(EDGE, signals("p-", 1), Instant.EPOCH);
    assertThat(database.catalogue().signals(SITE)).hasSize(1);
  }

  @Test
  void afterTheCloseNothingIsWritten() {
    database.close();
    assertThatThrownBy(() -> database.catalogue().sighted(EDGE, signals("p-", 1), Instant.EPOCH))
        .isInstanceOf(TransientStoreException.class)
        .hasMessageContaining("closed");
    database = LedgerDatabase.open(folder);
    assertThat(database.catalogue().signals(SITE)).isEmpty();
  }
}
