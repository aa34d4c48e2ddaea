package io.poyang.questdb;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the README quotes: {@code append COMMIT SECONDS}, {@code blocks COMMIT SECONDS}, {@code read
 * MINUTES FOLDER}, {@code rest}.
 */
public final class QuestDbBench {
  private static final int SIGNALS = 1_000;
  private static final int BATCH = 200;
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final SignalId[] NAMES = new SignalId[SIGNALS];

  static {
    for (int i = 0; i < SIGNALS; i++) {
      NAMES[i] = SignalId.parse("north-works/unit" + i % 10 + ".point" + i);
    }
  }

  /** Has one reading, the oldest of all. */
  private static final SignalId STOPPED = SignalId.parse("north-works/stopped");

  private QuestDbBench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "append" ->
          append(QuestDbBench::row, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      case "blocks" ->
          append(
              QuestDbBench::block, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      case "read" -> read(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
      default -> rest();
    }
  }

  private interface Shape {
    Batch batch(long n);
  }

  /** 200 readings of 200 signals, all at one time, as an agent at 1 Hz cuts them. */
  private static Batch row(long n) {
    return batch(n, 1, (int) (n * BATCH % SIGNALS), n * BATCH / SIGNALS);
  }

  /** Ten seconds of 20 signals: the batches of one window overlap in time. */
  private static Batch block(long n) {
    int perWindow = SIGNALS / 20;
    return batch(n, 10, (int) (n % perWindow) * 20, n / perWindow * 10);
  }

  private static Batch batch(long n, int seconds, int firstSignal, long firstSecond) {
    int runs = BATCH / seconds;
    SignalId[] signals = new SignalId[runs];
    int[] ends = new int[runs];
    long[] times = new long[BATCH];
    double[] values = new double[BATCH];
    for (int run = 0; run < runs; run++) {
      signals[run] = NAMES[firstSignal + run];
      ends[run] = (run + 1) * seconds;
      for (int i = 0; i < seconds; i++) {
        times[run * seconds + i] = START.toEpochMilli() + (firstSecond + i) * 1_000;
        values[run * seconds + i] = (n + i) % 977 / 10.0;
      }
    }
    return Batch.ofColumns(
        new Batch.Header(
            new BatchId(new EdgeId("bench"), 1, n + 1), Opening.OF_NEW_LOG, List.of(), 0),
        signals,
        ends,
        times,
        values,
        null,
        null);
  }

  private static List<Batch> commit(Shape shape, int rows, long[] next) {
    List<Batch> batches = new ArrayList<>();
    for (int done = 0; done < rows; done += BATCH) {
      batches.add(shape.batch(next[0] / BATCH));
      next[0] += BATCH;
    }
    return batches;
  }

  private static void append(Shape shape, int rows, int seconds) throws Exception {
    Path folder = Files.createTempDirectory("poyang-bench");
    long[] next = new long[1];
    try (QuestDbStore store = QuestDbStore.open(QuestDbSettings.in(folder))) {
      run(store, shape, rows, seconds / 2.0, next, "warm-up");
      run(store, shape, rows, seconds, next, "measured");
      long begin = System.nanoTime();
      store.awaitVisible();
      System.out.printf(Locale.ROOT, "visible after %d ms%n", millisSince(begin));
      System.out.println(
          "stored "
              + store.count(new Period(Instant.EPOCH, START.plus(Duration.ofDays(365))))
              + " of "
              + next[0]);
    }
  }

  private static void run(
      QuestDbStore store, Shape shape, int rows, double seconds, long[] next, String what) {
    long cpu = cpu();
    long before = next[0];
    long inAppend = 0;
    long begin = System.nanoTime();
    int commits = 0;
    while (System.nanoTime() - begin < seconds * 1e9) {
      List<Batch> batches = commit(shape, rows, next);
      long start = System.nanoTime();
      store.append(batches);
      inAppend += System.nanoTime() - start;
      commits++;
    }
    double took = (System.nanoTime() - begin) / 1e9;
    long count = next[0] - before;
    System.out.printf(
        Locale.ROOT,
        "%s: commits of %d: %,.0f rows/s, %.1f commits/s, %.2f ms in append, %.2f cpu s a million%n",
        what,
        rows,
        count / took,
        commits / took,
        inAppend / 1e6 / commits,
        (cpu() - cpu) / 1e9 / count * 1e6);
  }

  private static void read(int minutes, Path folder) {
    try (QuestDbStore store = QuestDbStore.open(QuestDbSettings.in(folder))) {
      Period all = new Period(START, START.plus(Duration.ofMinutes(minutes)));
      long[] next = {store.count(all) / 1_000 * 1_000};
      long target = (long) minutes * 60 * SIGNALS;
      while (next[0] < target) {
        store.append(commit(QuestDbBench::row, 50_000, next));
      }
      Batch.Builder stopped = Batch.builder();
      stopped.add(STOPPED, START.toEpochMilli(), 1, Quality.STATUS_GOOD, Quality.NO_FLAG);
      store.append(List.of(stopped.build(new BatchId(new EdgeId("bench"), 2, 1))));
      store.awaitVisible();
      System.out.println("holds " + store.count(all));
      Period hour = new Period(all.to().minus(Duration.ofHours(1)), all.to());
      for (int round = 0; round < 5; round++) {
        time("one signal, last hour", () -> count(store, NAMES[500], hour));
        time("one signal, all " + minutes + " min", () -> count(store, NAMES[321], all));
        time("latest of 1,000", () -> store.latest(List.of(NAMES), hour).size());
        time("latest of 1,001, one silent since", () -> store.latest(withStopped(), all).size());
        time("count of one signal", () -> store.count(NAMES[7], all));
      }
    }
  }

  private static List<SignalId> withStopped() {
    List<SignalId> signals = new ArrayList<>(List.of(NAMES));
    signals.add(STOPPED);
    return signals;
  }

  private static long count(QuestDbStore store, SignalId signal, Period period) {
    long[] count = new long[1];
    store.read(
        signal,
        period,
        reading -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  private interface Question {
    long answer();
  }

  private static void time(String what, Question question) {
    long begin = System.nanoTime();
    long answer = question.answer();
    System.out.printf(
        Locale.ROOT, "%s: %d in %.1f ms%n", what, answer, (System.nanoTime() - begin) / 1e6);
  }

  private static void rest() throws Exception {
    try (QuestDbStore store =
        QuestDbStore.open(QuestDbSettings.in(Files.createTempDirectory("poyang-bench")))) {
      store.append(commit(QuestDbBench::row, 50_000, new long[1]));
      store.awaitVisible();
      Thread.sleep(3_000);
      long cpu = cpu();
      Thread.sleep(20_000);
      System.out.printf(Locale.ROOT, "at rest: %.2f %% of a core%n", (cpu() - cpu) / 2e8);
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
