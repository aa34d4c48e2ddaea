package io.poyang.questdb;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.PermanentStoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.SymbolMapReader;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.sql.SymbolTable;
import io.questdb.cairo.wal.WalWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes batches into the engine's log and commits them as one. One thread at a time. */
final class Appender implements AutoCloseable {
  private static final int UNKNOWN = SymbolTable.VALUE_NOT_FOUND;
  private static final long LAST_MILLI = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  /** A signal's text, and its number in the table once the writer may use it. */
  private static final class Symbol {
    private final String text;
    private int number = UNKNOWN;

    private Symbol(String text) {
      this.text = text;
    }
  }

  private final CairoEngine engine;
  private final TableToken table;
  private final Map<SignalId, Symbol> symbols = new HashMap<>();
  private @Nullable WalWriter writer;

  Appender(CairoEngine engine, TableToken table) {
    this.engine = engine;
    this.table = table;
  }

  void append(List<Batch> batches) {
    batches.forEach(Appender::refuseImpossibleTimes);
    WalWriter open = writer();
    try {
      for (Batch batch : batches) {
        write(batch, open);
      }
      open.commit();
    } catch (Throwable failure) {
      giveUp(open, failure);
      throw failure;
    }
  }

  private static void refuseImpossibleTimes(Batch batch) {
    for (int run = 0; run < batch.runs(); run++) {
      for (int i = batch.start(run); i < batch.end(run); i++) {
        long at = batch.atMillis(i);
        if (at < 0 || at > LAST_MILLI) {
          throw new PermanentStoreException(
              batch
                  + ": signal "
                  + batch.signal(run)
                  + " at "
                  + Instant.ofEpochMilli(at)
                  + " is outside what the store can hold, 1970 to 9999",
              null);
        }
      }
    }
  }

  private void write(Batch batch, WalWriter open) {
    for (int run = 0; run < batch.runs(); run++) {
      Symbol symbol =
          symbols.computeIfAbsent(batch.signal(run), signal -> new Symbol(signal.toString()));
      int number = number(symbol, open);
      for (int i = batch.start(run); i < batch.end(run); i++) {
        Row row = open.newRow(ReadingTable.micros(batch.atMillis(i)));
        if (number == UNKNOWN) {
          row.putSym(ReadingTable.SIGNAL, symbol.text);
        } else {
          row.putSymIndex(ReadingTable.SIGNAL, number);
        }
        row.putDouble(ReadingTable.VALUE, batch.value(i));
        row.putInt(ReadingTable.STATUS, ReadingTable.storedStatus(batch.status(i)));
        row.putChar(ReadingTable.FLAG, batch.flag(i));
        row.append();
      }
    }
  }

  /** Numbers below the watermark are the table's own and never change. */
  private static int number(Symbol symbol, WalWriter open) {
    if (symbol.number == UNKNOWN) {
      SymbolMapReader known = open.getSymbolMapReader(ReadingTable.SIGNAL);
      int number = known.keyOf(symbol.text);
      if (number >= 0 && number < open.getSymbolCountWatermark(ReadingTable.SIGNAL)) {
        symbol.number = number;
      }
    }
    return symbol.number;
  }

  private WalWriter writer() {
    if (writer == null) {
      writer = engine.getWalWriter(table);
    }
    return writer;
  }

  /** Leaves nothing half written: the next append starts on a clean writer. */
  private void giveUp(WalWriter open, Throwable failure) {
    writer = null;
    symbols.clear();
    try {
      if (!open.isDistressed()) {
        open.rollback();
      }
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
    try {
      open.close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
