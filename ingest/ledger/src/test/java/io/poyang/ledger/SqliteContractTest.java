package io.poyang.ledger;

import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.catalogue.CatalogueContract;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.continuity.ContinuityContract;
import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.QuarantineContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Holds the SQLite adapters to the contracts of their ports. */
class SqliteContractTest {
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

  private LedgerDatabase reopen() {
    database.close();
    database = LedgerDatabase.open(folder);
    return database;
  }

  @Nested
  class OfTheCatalogue extends CatalogueContract {
    @Override
    protected Catalogue catalogue() {
      return database.catalogue();
    }

    @Override
    protected Catalogue reopened() {
      return reopen().catalogue();
    }
  }

  @Nested
  class OfTheQuarantine extends QuarantineContract {
    @Override
    protected Quarantine quarantine() {
      return database.quarantine();
    }

    @Override
    protected Quarantine reopened() {
      return reopen().quarantine();
    }
  }

  @Nested
  class OfContinuity extends ContinuityContract {
    @Override
    protected Continuity continuity() {
      return database.continuity();
    }

    @Override
    protected Continuity reopened() {
      return reopen().continuity();
    }
  }
}
