package io.poyang.edge.forward;

import static io.poyang.edge.log.Readings.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.log.Readings;
import io.poyang.edge.log.StoredBatch;
import io.poyang.edge.uplink.MemoryUplink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * With a real log on a real disk: any order of acknowledgements, refusals, cuts and restarts
 * delivers every reading, and none leaves the log before its acknowledgement.
 */
class ForwarderProperties {
  private static final Pace HASTY =
      new Pace(
          Duration.ofMillis(1),
          Duration.ofMillis(2),
          Duration.ofMillis(40),
          BackfillPace.Aim.DEFAULT);

  @Property(tries = 25)
  void everyReadingIsAcknowledgedBeforeItLeavesTheLog(
      @ForAll @IntRange(min = 1, max = 8) int window,
      @ForAll @Size(min = 5, max = 40) List<@IntRange(min = 0, max = 99) Integer> steps)
      throws Exception {
    Path folder = Files.createTempDirectory("forwarder");
    Set<Integer> acknowledged = new TreeSet<>();
    int appended = 0;
    Run run = new Run(folder, window);
    try {
      for (int step : steps) {
        int choice = step / 10;
        switch (step % 10) {
          case 0, 1, 2, 3 -> {
            int count = 1 + choice * 3;
            run.log.append(Readings.readings(appended, count)).toCompletableFuture().join();
            appended += count;
          }
          case 4, 5 -> run.answer(choice, 0).forEach(acknowledged::add);
          case 6 -> run.answer(choice, choice % 2 == 0 ? 0x97 : 0x83);
          case 7 -> run.uplink.cut();
          case 8 -> {
            run.close();
            run = new Run(folder, window);
          }
          default -> Thread.sleep(1);
        }
        Set<Integer> safe = new TreeSet<>(acknowledged);
        safe.addAll(run.held());
        assertThat(safe).hasSize(appended);
      }
      Run last = run;
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                last.answer(0, 0).forEach(acknowledged::add);
                return last.held().isEmpty();
              });
      assertThat(acknowledged).hasSize(appended);
    } finally {
      run.close();
      delete(folder);
    }
  }

  private static final class Run {
    final Log log;
    final MemoryUplink uplink;
    final Forwarder forwarder;

    Run(Path folder, int window) {
      log =
          Log.open(
              folder,
              Readings.EDGE,
              new LogSettings(Duration.ofMillis(1), 4, 10_000),
              InstantSource.system());
      uplink = new MemoryUplink(window);
      forwarder = new Forwarder(log, uplink, false, HASTY);
      forwarder.start();
      uplink.start(forwarder);
    }

    List<Integer> answer(int choice, int code) {
      int open = uplink.unanswered().size();
      return open == 0 ? List.of() : numbers(uplink.answer(choice % open, code));
    }

    List<Integer> held() {
      return log.read(1, Long.MAX_VALUE, 10_000).stream()
          .map(StoredBatch::payload)
          .flatMap(payload -> numbers(payload).stream())
          .toList();
    }

    void close() {
      forwarder.close();
      uplink.close();
      log.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
