package io.poyang.chaos.feed;

import io.poyang.edge.Agent;
import io.poyang.edge.AgentConfig;
import io.poyang.edge.AgentException;
import io.poyang.edge.AgentState;
import io.poyang.edge.uplink.UplinkState;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent as users run it, fed with a known sequence and with a clock that can be set wrong.
 *
 * <p>Its arguments are an agent's configuration, and a file with the milliseconds by which its
 * clock is wrong at the start; none where it is right.
 *
 * <p>Takes lines: {@code feed FROM SPAN…} begins, {@code finish} offers nothing new, {@code clock
 * MILLIS} sets the clock so far off. Says lines: {@code ready}, {@code safe SPAN} for readings that
 * the log has committed, {@code state READINGS up|down} for its backlog and its uplink, {@code
 * finished NUMBER} when nothing waits for the log any more.
 */
public final class ChaosAgent {
  private static final Duration BETWEEN_STATES = Duration.ofMillis(100);

  private final PrintStream out;
  private final SteppedTime time = new SteppedTime(InstantSource.system());
  private @Nullable Feeder feeder;

  private ChaosAgent(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    new ChaosAgent(
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8))
        .run(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  private void run(Path file, Path clock) throws IOException {
    if (Files.exists(clock)) {
      time.step(Duration.ofMillis(Long.parseLong(Files.readString(clock))));
    }
    SequenceKind kind =
        new SequenceKind(span -> out.println("safe " + span), opened -> feeder = opened);
    Agent agent;
    try {
      agent = Agent.start(AgentConfig.read(file, List.of(kind)), time);
    } catch (AgentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "stop"));
    Feeder fed = feeder;
    if (fed == null) {
      throw new IllegalStateException(file + " names no sequence: give it one under sources");
    }
    out.println("ready");
    Thread.ofPlatform().name("states").daemon().start(() -> tell(agent, fed));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      obey(fed, line.split(" "));
    }
    // Whoever gave orders is gone; nobody would stop this process.
    System.exit(0);
  }

  private void obey(Feeder fed, String[] words) {
    switch (words[0]) {
      case "feed" -> {
        List<Span> first = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
          first.add(Span.parse(words[i]));
        }
        fed.feed(Long.parseLong(words[1]), first);
      }
      case "finish" -> fed.finish();
      case "clock" -> time.step(Duration.ofMillis(Long.parseLong(words[1])));
      default -> throw new IllegalArgumentException("order '" + words[0] + "' is not known");
    }
  }

  private void tell(Agent agent, Feeder fed) {
    try {
      while (true) {
        Thread.sleep(BETWEEN_STATES);
        long finished = fed.finishedAt();
        if (finished >= 0) {
          out.println("finished " + finished);
        }
        AgentState state = agent.state();
        boolean up = state.uplink() instanceof UplinkState.Connected;
        out.println("state " + state.backlog().readings() + (up ? " up" : " down"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
