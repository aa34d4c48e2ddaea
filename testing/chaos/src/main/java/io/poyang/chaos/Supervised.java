package io.poyang.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one process running as a service manager does: what ends by itself is started again, except
 * while a fault keeps it down.
 */
final class Supervised {
  private static final Duration BEFORE_RESTART = Duration.ofMillis(300);
  private static final Duration GOODBYE = Duration.ofSeconds(30);

  private final String name;
  private final List<String> command;
  private final Path log;
  private final Consumer<String> hears;
  private final PrintStream said;
  private volatile CountDownLatch up = new CountDownLatch(1);
  private boolean wanted;
  private int endedAlone;
  private volatile @Nullable Process process;
  private @Nullable Thread listener;

  /**
   * @param hears gets each line of the standard output; those of one life are all heard before the
   *     next one begins
   */
  Supervised(String name, List<String> command, Path log, Consumer<String> hears)
      throws IOException {
    this.name = name;
    this.command = command;
    this.log = log;
    this.hears = hears;
    this.said =
        new PrintStream(
            Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true,
            StandardCharsets.UTF_8);
  }

  synchronized void start() {
    if (wanted) {
      return;
    }
    wanted = true;
    begin();
  }

  private void begin() {
    try {
      Thread before = listener;
      if (before != null) {
        before.join();
      }
      said.println("--- " + name + " starts");
      up = new CountDownLatch(1);
      Process begun = new ProcessBuilder(command).start();
      process = begun;
      // A process whose files may not grow still writes to a pipe: nothing of what it says is lost.
      Thread.ofPlatform().name(name + "-log").daemon().start(() -> copy(begun.getErrorStream()));
      listener = Thread.ofPlatform().name(name + "-lines").daemon().start(() -> listen(begun));
      begun.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new ChaosException(name + " cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(InputStream from) {
    try {
      from.transferTo(
          new OutputStream() {
            @Override
            public void write(int b) {
              said.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              said.write(bytes, offset, length);
            }
          });
    } catch (IOException e) {
      said.println("--- " + name + ": its messages cannot be read: " + e.getMessage());
    }
  }

  private void listen(Process from) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("ready")) {
          up.countDown();
        }
        hears.accept(line);
      }
    } catch (IOException e) {
      said.println("--- " + name + ": its lines cannot be read: " + e.getMessage());
    }
  }

  private void ended(Process over) {
    try {
      synchronized (this) {
        if (!wanted || !over.equals(process)) {
          return;
        }
        endedAlone++;
        said.println("--- " + name + " ended by itself with exit code " + over.exitValue());
      }
      Thread.sleep(BEFORE_RESTART);
      synchronized (this) {
        if (wanted && over.equals(process)) {
          begin();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it as a power cut does; it stays down until the next start. */
  synchronized void kill() throws InterruptedException {
    wanted = false;
    Process victim = process;
    if (victim != null) {
      end(victim, true);
      victim.waitFor();
    }
  }

  /** By its handle, because a process that is destroyed itself takes unread lines along. */
  private static void end(Process victim, boolean atOnce) {
    if (atOnce) {
      victim.toHandle().destroyForcibly();
    } else {
      victim.toHandle().destroy();
    }
  }

  /** Asks it to end; false where it had to be killed in the end. */
  synchronized boolean stop() throws InterruptedException {
    wanted = false;
    Process asked = process;
    if (asked == null) {
      return true;
    }
    end(asked, false);
    boolean obeyed = asked.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS);
    if (!obeyed) {
      end(asked, true);
      asked.waitFor();
    }
    Thread lines = listener;
    if (lines != null) {
      lines.join();
    }
    return obeyed;
  }

  /** The process that runs now; null while it is down. */
  @Nullable Long pid() {
    Process now = process;
    return now != null && now.isAlive() ? now.pid() : null;
  }

  /** Waits until it has said that it is ready; false where it does not do so within the time. */
  boolean awaitUp(Duration within) throws InterruptedException {
    return up.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends a signal such as STOP; nothing where it is down. */
  void signal(String signal) {
    Long pid = pid();
    if (pid != null) {
      Shell.run("kill", "-" + signal, pid.toString());
    }
  }

  /** Says a line to it; lost where it is down. */
  void order(String line) {
    Process now = process;
    if (now == null) {
      return;
    }
    try {
      Writer writer = now.outputWriter(StandardCharsets.UTF_8);
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      said.println("--- " + name + " did not hear: " + line);
    }
  }

  /** How often it ended without having been asked to. */
  synchronized int endedAlone() {
    return endedAlone;
  }

  Path log() {
    return log;
  }
}
