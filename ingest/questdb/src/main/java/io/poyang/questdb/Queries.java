package io.poyang.questdb;

import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/** Asks the table; any thread, each question with a context of its own. */
final class Queries {
  /** A list that long still compiles in milliseconds. */
  private static final int SIGNALS_AT_ONCE = 1_000;

  private static final long LAST_MICRO =
      ReadingTable.micros(Instant.parse("9999-12-31T23:59:59Z").toEpochMilli());

  private final CairoEngine engine;
  private final Gate gate;

  Queries(CairoEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  void read(SignalId signal, Period period, Predicate<Reading> visitor) throws SqlException {
    ask(
        "SELECT at, value, status, flag FROM readings WHERE signal = '"
            + signal
            + "' AND "
            + within(period),
        row ->
            visitor.test(
                new Reading(
                    signal,
                    ReadingTable.instant(row.getTimestamp(0)),
                    row.getDouble(1),
                    ReadingTable.quality(row.getInt(2), row.getChar(3)))));
  }

  Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) throws SqlException {
    Map<SignalId, Reading> latest = new HashMap<>();
    Iterator<SignalId> rest = signals.iterator();
    while (rest.hasNext()) {
      Map<String, SignalId> asked = new HashMap<>();
      StringBuilder names = new StringBuilder();
      while (rest.hasNext() && asked.size() < SIGNALS_AT_ONCE) {
        SignalId signal = rest.next();
        if (asked.put(signal.toString(), signal) == null) {
          names.append(names.isEmpty() ? "'" : ", '").append(signal).append('\'');
        }
      }
      latest(names, asked, period, latest);
    }
    return latest;
  }

  private void latest(
      CharSequence names, Map<String, SignalId> asked, Period period, Map<SignalId, Reading> latest)
      throws SqlException {
    ask(
        "SELECT "
            + ReadingTable.COLUMNS
            + " FROM readings WHERE signal IN ("
            + names
            + ") AND "
            + within(period)
            + " LATEST ON at PARTITION BY signal",
        row -> {
          SignalId signal = asked.get(String.valueOf(row.getSymA(0)));
          if (signal != null) {
            latest.put(
                signal,
                new Reading(
                    signal,
                    ReadingTable.instant(row.getTimestamp(1)),
                    row.getDouble(2),
                    ReadingTable.quality(row.getInt(3), row.getChar(4))));
          }
          return true;
        });
  }

  long count(SignalId signal, Period period) throws SqlException {
    return number(
        "SELECT count() FROM readings WHERE signal = '" + signal + "' AND " + within(period));
  }

  /** One pass over the period for a thousand signals, since no index leads to a single one. */
  long count(Collection<SignalId> signals, Period period) throws SqlException {
    long count = 0;
    Iterator<SignalId> rest = signals.iterator();
    while (rest.hasNext()) {
      StringBuilder names = new StringBuilder();
      for (int i = 0; i < SIGNALS_AT_ONCE && rest.hasNext(); i++) {
        names.append(i == 0 ? "'" : ", '").append(rest.next()).append('\'');
      }
      count +=
          number(
              "SELECT count() FROM readings WHERE signal IN (" + names + ") AND " + within(period));
    }
    return count;
  }

  long count(Period period) throws SqlException {
    return number("SELECT count() FROM readings WHERE " + within(period));
  }

  private long number(String sql) throws SqlException {
    long[] number = new long[1];
    ask(
        sql,
        row -> {
          number[0] = row.getLong(0);
          return false;
        });
    return number[0];
  }

  /** Literals, not bind variables: only these let the engine pick its partitions. */
  private static String within(Period period) {
    return "at >= " + micros(period.from()) + " AND at < " + micros(period.to());
  }

  /** The first whole millisecond at or after an instant, cut to what the engine can hold. */
  private static long micros(Instant bound) {
    if (bound.isBefore(Instant.EPOCH)) {
      return 0;
    }
    if (bound.getEpochSecond() >= LAST_MICRO / 1_000_000) {
      return LAST_MICRO;
    }
    long milli = bound.toEpochMilli();
    return ReadingTable.micros(Instant.ofEpochMilli(milli).isBefore(bound) ? milli + 1 : milli);
  }

  private void ask(String sql, Predicate<Record> visitor) throws SqlException {
    try (SqlExecutionContextImpl context = context(engine);
        RecordCursorFactory question = engine.select(sql, context);
        RecordCursor rows = question.getCursor(context)) {
      Record row = rows.getRecord();
      while (rows.hasNext()) {
        gate.stopIfClosing();
        if (!visitor.test(row)) {
          return;
        }
      }
    }
  }

  static SqlExecutionContextImpl context(CairoEngine engine) {
    SqlExecutionContextImpl context = new SqlExecutionContextImpl(engine, 1);
    context.with(AllowAllSecurityContext.INSTANCE, null);
    return context;
  }
}
