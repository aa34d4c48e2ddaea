package io.poyang.questdb;

import io.poyang.telemetry.Quality;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.TableToken;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import java.time.Instant;

/** The one table of the shelf and how a reading lies in it. */
final class ReadingTable {
  static final String NAME = "readings";
  static final int SIGNAL = 0;
  static final int VALUE = 2;
  static final int STATUS = 3;
  static final int FLAG = 4;
  static final String COLUMNS = "signal, at, value, status, flag";

  /**
   * The engine takes Integer.MIN_VALUE for null, which is plain Bad. Turned by this bit it stands
   * for severity 11, which no quality has, so every status is a number to the engine.
   */
  private static final int TURN = 0x4000_0000;

  private static final long MICROS_PER_MILLI = 1_000;

  private ReadingTable() {}

  static TableToken create(CairoEngine engine, SqlExecutionContext context) throws SqlException {
    engine.execute(
        "CREATE TABLE IF NOT EXISTS "
            + NAME
            + " (signal SYMBOL CAPACITY 65536 CACHE, at TIMESTAMP, value DOUBLE, status INT,"
            + " flag CHAR) TIMESTAMP(at) PARTITION BY DAY WAL DEDUP UPSERT KEYS(at, signal)",
        context);
    return engine.verifyTableName(NAME);
  }

  static int storedStatus(int status) {
    return status ^ TURN;
  }

  static Quality quality(int stored, char flag) {
    return Quality.of(stored ^ TURN, flag);
  }

  static long micros(long millis) {
    return millis * MICROS_PER_MILLI;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochMilli(micros / MICROS_PER_MILLI);
  }
}
