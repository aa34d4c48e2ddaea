package io.poyang.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.Period;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.store.PermanentStoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestDbCrashTest {
  private static final Period YEAR =
      new Period(Appending.START, Appending.START.plus(Duration.ofDays(365)));

  @TempDir Path folder;
  @TempDir Path unpacked;

  private Process child() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--") || flag.startsWith("-XX:+Use")) {
        command.add(flag);
      }
    }
    // Where the engine unpacks its library, which a killed process leaves behind.
    command.add("-Djava.io.tmpdir=" + unpacked);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Appending.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Reads what the child says until it has said so many commits, or all of it. */
  private static int follow(BufferedReader said, int commits) throws IOException {
    int last = -1;
    String line = said.readLine();
    while (line != null) {
      if (line.startsWith("appended ")) {
        last = Integer.parseInt(line.substring("appended ".length()));
        if (last == commits) {
          return last;
        }
      }
      line = said.readLine();
    }
    return last;
  }

  @Test
  void nothingAcknowledgedIsLostToKillNineAndNobodyElseMayOpenTheFolderBefore() throws Exception {
    Process child = child();
    int last;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int before = follow(said, 30);
      assertThatThrownBy(() -> QuestDbStore.open(QuestDbSettings.in(folder)))
          .isInstanceOf(PermanentStoreException.class)
          .hasMessage(
              "store folder "
                  + folder
                  + " is already in use by another process: stop it or choose another folder");
      // Through the handle: the process object would throw away what the child has said by now.
      child.toHandle().destroyForcibly();
      last = Math.max(before, follow(said, Integer.MAX_VALUE));
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(last).isGreaterThanOrEqualTo(30);
    try (QuestDbStore store = QuestDbStore.open(QuestDbSettings.in(folder))) {
      store.awaitVisible();
      List<Reading> found = new ArrayList<>();
      store.read(Appending.SIGNAL, YEAR, found::add);
      assertThat(found).hasSizeGreaterThanOrEqualTo((last + 1) * Appending.ROWS);
      for (int n = 0; n < found.size(); n++) {
        assertThat(found.get(n)).isEqualTo(Appending.reading(n));
      }
      for (int commit = last % 5; commit <= last; commit += 5) {
        assertThat(store.count(Appending.fresh(commit), YEAR)).isEqualTo(Appending.ROWS);
      }
    }
  }
}
