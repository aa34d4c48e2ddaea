package io.poyang.bench;

import io.poyang.questdb.QuestDbSettings;
import io.poyang.questdb.QuestDbStore;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.store.ReadingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What plain QuestDB takes without us on the same disk: the same rows in the same table, synced
 * commits of the size that the product had.
 *
 * @param readingsPerSecond from the first row to the last synced commit
 * @param cpuSecondsPerMillion processor time of its process in that while
 * @param appliedMillis from the last commit until the table held all of it
 * @param commitRows rows a commit
 */
record Baseline(
    double readingsPerSecond, double cpuSecondsPerMillion, double appliedMillis, int commitRows) {
  static final String LINE = "baseline ";

  /**
   * @param edges whose readings come in turn, as over so many connections
   * @param commitReadings readings a commit of the product had on average
   */
  record Load(long warmUp, long readings, int batch, int signals, int edges, int commitReadings) {}

  static Baseline measure(Path folder, Load load, Instant now)
      throws IOException, InterruptedException {
    long count = load.readings + load.warmUp + 2L * load.batch * load.edges;
    long from = now.toEpochMilli() - Workload.spanMillis(count, load.signals);
    Path data = folder.resolve("baseline");
    int commitRows = Math.max(load.batch, load.commitReadings);
    Process process =
        Jvm.start(
            RawQuestDb.class.getName(),
            data.toString(),
            Long.toString(load.warmUp),
            Long.toString(load.readings),
            Integer.toString(load.signals),
            Integer.toString(load.edges),
            Long.toString(from),
            Integer.toString(load.batch),
            Integer.toString(commitRows));
    String[] words = Jvm.awaitLine(process, LINE).split(" ");
    process.waitFor();
    long appended = Long.parseLong(words[1]);
    long warm = Math.ceilDiv(load.warmUp, (long) load.batch) * load.batch;
    long stored = count(data, new Period(Instant.ofEpochMilli(from), now));
    if (stored != appended + warm) {
      throw new BenchException(
          "the baseline appended %d readings but its table holds %d"
              .formatted(appended + warm, stored));
    }
    return new Baseline(
        Math.round(appended / (Long.parseLong(words[2]) / 1e9)),
        Figures.thousandths(Long.parseLong(words[4]) / 1e9 / (appended / 1e6)),
        Figures.thousandths(Long.parseLong(words[3]) / 1e6),
        commitRows);
  }

  private static long count(Path data, Period period) {
    try (ReadingStore store = QuestDbStore.open(QuestDbSettings.in(data))) {
      store.awaitVisible();
      return store.count(period);
    }
  }
}
