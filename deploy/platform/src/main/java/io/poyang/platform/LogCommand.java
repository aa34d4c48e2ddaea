package io.poyang.platform;

import io.poyang.edge.AgentConfig;
import io.poyang.edge.log.LogAtRest;
import io.poyang.edge.log.LogBounds;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
    name = "log",
    description = "Shows what an agent's log holds; gives a copied log a chain of its own.")
final class LogCommand {
  /** Openings that are shown; an agent that restarts often has many. */
  private static final int EPOCHS = 10;

  @Option(
      names = "--config",
      required = true,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the agent's configuration")
  private Path config;

  @Command(
      name = "show",
      description = "Shows epochs, backlog and gaps that ingest does not have yet.")
  int show() {
    AgentConfig agent = AgentConfig.read(config, Sources.KINDS);
    LogAtRest.Summary log = LogAtRest.show(agent.data());
    LogBounds bounds = agent.log().bounds();
    say("edge", log.edge());
    List<LogAtRest.Epoch> epochs = log.epochs();
    for (LogAtRest.Epoch epoch :
        epochs.subList(Math.max(0, epochs.size() - EPOCHS), epochs.size())) {
      say(
          "epoch",
          "%s from batch %d, opened %s, after %s"
              .formatted(
                  name(epoch.epoch()),
                  epoch.first(),
                  epoch.openedAt(),
                  epoch.previous() == 0 ? "none" : name(epoch.previous())));
    }
    say("last batch", log.lastSequence());
    say(
        "backlog",
        "%d batches, %d readings, %d bytes"
            .formatted(log.backlog().batches(), log.backlog().readings(), log.backlog().bytes()));
    say(
        "oldest",
        log.oldest()
            .map(
                batch ->
                    "batch %d, kept %s, readings from %s"
                        .formatted(batch.sequence(), batch.keptAt(), batch.firstAt()))
            .orElse("none"));
    say("files", "%d bytes of at most %d".formatted(log.fileBytes(), bounds.maxBytes()));
    say(
        "bounds",
        "max-age %s h, keep-free %d bytes, when-full %s"
            .formatted(
                bounds.maxAge().toHours(),
                bounds.keepFreeBytes(),
                bounds.whenFull().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    say("gaps", log.gaps().size() + " not acknowledged yet");
    log.gaps().forEach(gap -> say("", gap));
    return 0;
  }

  @Command(
      name = "renew",
      description =
          "Begins a new chain of epochs, for a log that ingest refuses as a copy of another; its agent"
              + " must be stopped.")
  int renew() {
    AgentConfig agent = AgentConfig.read(config, Sources.KINDS);
    long renewed =
        LogAtRest.renew(
            agent.data(), agent.edge(), agent.log().bounds(), InstantSource.system().instant());
    System.out.println(
        "log of edge %s begins a new chain; %d batches that had no receipt go with it"
            .formatted(agent.edge(), renewed));
    return 0;
  }

  private static String name(long epoch) {
    return Long.toUnsignedString(epoch, 36);
  }

  private static void say(String what, Object value) {
    System.out.println("%-10s  %s".formatted(what, value));
  }
}
