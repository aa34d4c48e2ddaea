package io.poyang.bench;

import io.poyang.questdb.QuestDbSettings;
import io.poyang.questdb.QuestDbStore;
import io.questdb.DefaultTelemetryConfiguration;
import io.questdb.TelemetryConfiguration;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.WalWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Plain QuestDB as one embeds it, a process of its own: one thread appends rows and commits, one
 * applies what is committed. Nothing of the product takes part but the table, which its store has
 * made.
 */
final class RawQuestDb implements AutoCloseable {
  private static final int SIGNAL = 0;
  private static final int VALUE = 2;
  private static final int STATUS = 3;
  private static final int FLAG = 4;

  /** Plain Good as the product's table holds it. */
  private static final int GOOD = 0x4000_0000;

  private final CairoEngine engine;
  private final TableToken table;
  private final WalWriter writer;
  private final List<Workload> workloads;
  private final String[][] names;
  private final int batch;
  private final int commitRows;
  private final Thread applying = Thread.ofPlatform().name("raw-apply").unstarted(this::apply);
  private volatile boolean closing;
  private int lane;

  private RawQuestDb(Path folder, List<Workload> workloads, int batch, int commitRows) {
    this.engine = new CairoEngine(new Configuration(folder.resolve("db").toString()));
    engine.load();
    this.table = engine.verifyTableName("readings");
    this.writer = engine.getWalWriter(table);
    this.workloads = workloads;
    this.batch = batch;
    this.commitRows = commitRows;
    this.names = new String[workloads.size()][];
    for (int i = 0; i < names.length; i++) {
      Workload workload = workloads.get(i);
      names[i] = new String[workload.signals()];
      for (int signal = 0; signal < names[i].length; signal++) {
        names[i][signal] = workload.signal(signal).toString();
      }
    }
    applying.start();
  }

  /** The command line of a process: what {@link Baseline} starts. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    long warmUp = Long.parseLong(arguments[1]);
    long readings = Long.parseLong(arguments[2]);
    int signals = Integer.parseInt(arguments[3]);
    int edges = Integer.parseInt(arguments[4]);
    long from = Long.parseLong(arguments[5]);
    int batch = Integer.parseInt(arguments[6]);
    int commitRows = Integer.parseInt(arguments[7]);
    // Makes the table and sends the engine's log lines where the product sends them.
    QuestDbStore.open(QuestDbSettings.in(folder)).close();
    List<Workload> workloads = Workload.split(signals, edges, from);
    try (RawQuestDb raw = new RawQuestDb(folder, workloads, batch, commitRows)) {
      raw.append(warmUp);
      raw.awaitApplied();
      Duration cpuBefore = IngestBench.ownCpu();
      long startNanos = System.nanoTime();
      long appended = raw.append(readings);
      long committedNanos = System.nanoTime();
      Duration cpu = IngestBench.ownCpu().minus(cpuBefore);
      raw.awaitApplied();
      long appliedNanos = System.nanoTime();
      System.out.println(
          Baseline.LINE
              + appended
              + " "
              + (committedNanos - startNanos)
              + " "
              + (appliedNanos - committedNanos)
              + " "
              + cpu.toNanos());
    }
  }

  /** Appends whole batches, of one edge after the other; returns after the last synced commit. */
  private long append(long readings) {
    long batches = Math.ceilDiv(readings, (long) batch);
    int uncommitted = 0;
    for (long i = 0; i < batches; i++) {
      workloads.get(lane).take(batch, this::row);
      lane = lane + 1 == workloads.size() ? 0 : lane + 1;
      uncommitted += batch;
      if (uncommitted >= commitRows) {
        commit();
        uncommitted = 0;
      }
    }
    if (uncommitted > 0) {
      commit();
    }
    return batches * batch;
  }

  private void row(int signal, long atMillis, double value) {
    Row row = writer.newRow(atMillis * 1000);
    row.putSym(SIGNAL, names[lane][signal]);
    row.putDouble(VALUE, value);
    row.putInt(STATUS, GOOD);
    row.putChar(FLAG, '\0');
    row.append();
  }

  private void commit() {
    writer.commit();
    LockSupport.unpark(applying);
  }

  private void apply() {
    try (ApplyWal2TableJob job = new ApplyWal2TableJob(engine, 0)) {
      while (!closing) {
        while (job.run(0)) {}
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void awaitApplied() throws InterruptedException {
    long target = engine.getTableSequencerAPI().lastTxn(table);
    while (engine.getTableSequencerAPI().getTxnTracker(table).getWriterTxn() < target) {
      Thread.sleep(1);
    }
  }

  @Override
  public void close() throws InterruptedException {
    writer.close();
    closing = true;
    applying.join();
    engine.close();
  }

  /** As the product runs the engine; the rest is QuestDB's own choice. */
  private static final class Configuration extends DefaultCairoConfiguration {
    Configuration(String root) {
      super(root);
    }

    @Override
    public int getCommitMode() {
      return CommitMode.SYNC;
    }

    @Override
    public int getMaxUncommittedRows() {
      return 500_000;
    }

    @Override
    public int getWalApplyLookAheadTransactionCount() {
      return 200;
    }

    @Override
    public boolean isMatViewEnabled() {
      return false;
    }

    @Override
    public TelemetryConfiguration getTelemetryConfiguration() {
      return new DefaultTelemetryConfiguration() {
        @Override
        public boolean getEnabled() {
          return false;
        }

        @Override
        public boolean getDisableCompletely() {
          return true;
        }
      };
    }
  }
}
