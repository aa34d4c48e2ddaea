package io.poyang.questdb;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.store.ReadingStore;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.TableToken;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.std.FilesFacade;
import io.questdb.std.FilesFacadeImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shelf that needs no set-up: QuestDB within this process. */
public final class QuestDbStore implements ReadingStore {
  private static final Logger LOG = LoggerFactory.getLogger(QuestDbStore.class);

  private final FolderLock lock;
  private final CairoEngine engine;
  private final Appender appender;
  private final Applier applier;
  private final Queries queries;
  private final Failures failures;
  private final Gate gate;
  private final AtomicBoolean closed = new AtomicBoolean();

  private QuestDbStore(
      FolderLock lock,
      CairoEngine engine,
      TableToken table,
      QuestDbSettings settings,
      Failures failures,
      Gate gate) {
    this.lock = lock;
    this.engine = engine;
    this.appender = new Appender(engine, table);
    this.applier = new Applier(engine, table, settings.visibleWithin());
    this.queries = new Queries(engine, gate);
    this.failures = failures;
    this.gate = gate;
  }

  /** Opens the folder, which then belongs to this process until {@link #close}. */
  public static QuestDbStore open(QuestDbSettings settings) {
    EngineLog.install();
    return open(settings, FilesFacadeImpl.INSTANCE);
  }

  static QuestDbStore open(QuestDbSettings settings, FilesFacade files) {
    Path folder = settings.folder().toAbsolutePath().normalize();
    Failures failures = new Failures(folder);
    FolderLock lock = FolderLock.take(folder);
    CairoEngine engine = null;
    try {
      Path root = Files.createDirectories(folder.resolve("db"));
      engine = new CairoEngine(new EngineConfiguration(root, files));
      engine.load();
      TableToken table;
      try (SqlExecutionContextImpl context = Queries.context(engine)) {
        table = ReadingTable.create(engine, context);
      }
      QuestDbStore store =
          new QuestDbStore(lock, engine, table, settings, failures, new Gate(folder));
      store.applier.start();
      return store;
    } catch (RuntimeException | IOException | SqlException | Error e) {
      if (engine != null) {
        engine.close();
      }
      lock.close();
      throw failures.whileOpening(e);
    }
  }

  @Override
  public void append(List<Batch> batches) {
    if (batches.stream().allMatch(batch -> batch.size() == 0)) {
      return;
    }
    gate.enter();
    try {
      appender.append(batches);
      applier.wake();
    } catch (RuntimeException | Error e) {
      throw failures.whileAppending(e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void awaitVisible() {
    gate.enter();
    try {
      applier.await();
    } finally {
      gate.leave();
    }
  }

  @Override
  public void read(SignalId signal, Period period, Predicate<Reading> visitor) {
    ask(
        () -> {
          queries.read(signal, period, visitor);
          return true;
        });
  }

  @Override
  public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
    return ask(() -> queries.latest(signals, period));
  }

  @Override
  public long count(SignalId signal, Period period) {
    return ask(() -> queries.count(signal, period));
  }

  @Override
  public long count(Collection<SignalId> signals, Period period) {
    return ask(() -> queries.count(signals, period));
  }

  @Override
  public long count(Period period) {
    return ask(() -> queries.count(period));
  }

  private interface Question<T> {
    T answer() throws SqlException;
  }

  private <T> T ask(Question<T> question) {
    gate.enter();
    try {
      return question.answer();
    } catch (SqlException | CairoException | CairoError e) {
      throw failures.whileReading(e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    applier.stop();
    if (!gate.close()) {
      // What was appended is synced; the operating system takes the rest back with the process.
      LOG.warn("someone still reads: the engine is left to the end of the process");
      return;
    }
    applier.close();
    appender.close();
    engine.close();
    lock.close();
  }
}
