package io.poyang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerDatabaseTest {
  private static final EdgeId EDGE = new EdgeId("north-1");

  @TempDir Path folder;

  @Test
  void aFolderInUseIsRefusedWithItsName() {
    try (LedgerDatabase first = LedgerDatabase.open(folder)) {
      assertThatThrownBy(() -> LedgerDatabase.open(folder))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining(folder.resolve("ledger.db").toString())
          .hasMessageContaining("in use by another process");
      first.catalogue().sites();
    }
    LedgerDatabase.open(folder).close();
  }

  /**
   * A batch waits for this answer; whoever prints a certificate of a year must not be before it.
   */
  @Test
  void aShortQuestionDoesNotWaitForALongRead() {
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      OptionalInt checksum =
          database.read(
              "reading for long",
              connection ->
                  CompletableFuture.supplyAsync(
                          () -> database.continuity().checksum(new BatchId(EDGE, 7, 1)))
                      .orTimeout(30, TimeUnit.SECONDS)
                      .join());
      assertThat(checksum).isEmpty();
    }
  }

  @Test
  void aRowThatCannotBeUnderstoodLeavesTheNextReadUpToDate() {
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      assertThatThrownBy(
              () ->
                  database.read(
                      "reading a row of a newer version",
                      connection -> {
                        try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM site")) {
                          throw new IllegalArgumentException("kind of " + row.getLong(1));
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      database.catalogue().sighted(EDGE, List.of(SignalId.parse("north/ph")), Instant.EPOCH);
      assertThat(database.catalogue().signals(new SiteId("north"))).hasSize(1);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = folder.resolve("ledger.db");
    Files.writeString(
        file, "not a database, but long enough to have a header of some sort ".repeat(30));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> LedgerDatabase.open(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no SQLite file");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE someone_elses (id INTEGER)");
    }
    assertThatThrownBy(() -> LedgerDatabase.open(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("database of another program");
  }

  @Test
  void aDamagedFileIsRefusedWithTheMend() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      database.catalogue().sites();
    }
    Path file = folder.resolve("ledger.db");
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    assertThatThrownBy(() -> LedgerDatabase.open(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("restore the latest backup");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
    assertThatThrownBy(() -> LedgerDatabase.open(blocked))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(blocked.toString())
        .hasMessageContaining("another data folder");
  }

  /** A super-user may write anywhere, so this says something only for other users. */
  @Test
  void aReadOnlyFolderIsNamed() {
    assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder));
    assertThatThrownBy(() -> LedgerDatabase.open(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("write access");
  }
}
