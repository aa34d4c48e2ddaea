package io.poyang.ledger;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.HourCount;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What noting a receipt costs, for groups as ingest commits them. Run by hand: {@code main SECONDS}
 * prints a line for each kind of load.
 */
final class ContinuityLoad {
  private static final Instant AT = Instant.parse("2026-03-01T00:30:00Z");
  private static final long HOUR = AT.getEpochSecond() / 3600;

  private static final ThreadMXBean BUSY = ManagementFactory.getThreadMXBean();

  private ContinuityLoad() {}

  public static void main(String[] arguments) throws IOException {
    int seconds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
    run(seconds, 50, 8192, true); // Warms up.
    for (int[] load : new int[][] {{50, 8192}, {50, 200}, {2000, 8192}, {2000, 2000}, {1, 1}}) {
      for (boolean shuffled : new boolean[] {false, true}) {
        run(seconds, load[0], load[1], shuffled);
      }
    }
  }

  private static void run(int seconds, int edges, int receipts, boolean shuffled)
      throws IOException {
    Path folder = Files.createTempDirectory("poyang-continuity");
    Random random = new Random(7);
    try (LedgerDatabase database = LedgerDatabase.open(folder)) {
      long number = 0;
      long nanos = 0;
      long busy = 0;
      long groups = 0;
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      while (System.nanoTime() < end) {
        List<Receipt> group = new ArrayList<>(receipts);
        for (int i = 0; i < receipts; i++, number++) {
          group.add(receipt((int) (number % edges), number / edges + 1));
        }
        if (shuffled) {
          Collections.shuffle(group, random);
        }
        long began = System.nanoTime();
        long beganBusy = BUSY.getCurrentThreadCpuTime();
        database.continuity().committed(group, AT.plusMillis(groups));
        busy += BUSY.getCurrentThreadCpuTime() - beganBusy;
        nanos += System.nanoTime() - began;
        groups++;
      }
      System.out.printf(
          "%,5d edges, groups of %,5d %-12s: %8.2f us of a core a receipt, %6.2f ms a group"
              + " (%6.2f ms passed), file %,d KiB%n",
          edges,
          receipts,
          shuffled ? "in any order" : "in order",
          busy / 1e3 / groups / receipts,
          busy / 1e6 / groups,
          nanos / 1e6 / groups,
          Files.size(folder.resolve("ledger.db")) / 1024);
    }
  }

  private static Receipt receipt(int edge, long sequence) {
    return new Receipt(
        new BatchId(new EdgeId("edge-" + edge), 77_000 + edge, sequence),
        Opening.OF_NEW_LOG,
        (int) sequence * 31,
        List.of(new HourCount(HOUR, 1)),
        List.of());
  }
}
