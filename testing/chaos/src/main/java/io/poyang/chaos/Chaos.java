package io.poyang.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code chaos}: breaks a running road and counts what became of each reading. */
@Command(
    name = "chaos",
    description = {
      "Starts agents and a server as processes, feeds known readings, does faults at random moments,"
          + " heals everything, and holds the store against what was fed.",
      "Exit code 0 only if nothing was lost, doubled or made up."
    })
public final class Chaos implements Callable<Integer> {
  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "what the plan of faults follows from (default: any; it is printed)")
  private @Nullable Long seed;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "100",
      description = "how many (default ${DEFAULT-VALUE})")
  private int faults;

  @Option(
      names = "--agents",
      paramLabel = "A",
      defaultValue = "3",
      description = "agents at once (default ${DEFAULT-VALUE})")
  private int agents;

  @Option(names = "--only", paramLabel = "KIND", description = "faults of one kind alone")
  private @Nullable String only;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "where the run's folder is made, and deleted where the run passes (default: the folder for"
              + " temporary files)")
  private @Nullable Path data;

  @Option(names = "--keep", description = "keep the run's folder also where the run passes")
  private boolean keep;

  @Option(names = "--json", description = "print one line of JSON")
  private boolean json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand("--faults", faults, 100_000);
    demand("--agents", agents, 50);
    Plan plan =
        Plan.of(
            seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
            faults,
            agents,
            kind());
    Path parent =
        data == null
            ? Path.of(System.getProperty("java.io.tmpdir"))
            : Files.createDirectories(data.toAbsolutePath());
    Stage stage = Stage.in(parent);
    PrintWriter err = command.commandLine().getErr();
    err.printf("chaos: seed %d, %d faults, in %s%n", plan.seed(), faults, stage.root());
    err.flush();
    try (Run run = new Run(plan, stage, InstantSource.system())) {
      Thread stop = new Thread(run::close, "stop-chaos");
      Runtime.getRuntime().addShutdownHook(stop);
      Outcome outcome = run.run();
      Runtime.getRuntime().removeShutdownHook(stop);
      PrintWriter out = command.commandLine().getOut();
      out.println(json ? outcome.json() : outcome.text());
      out.flush();
      if (outcome.failures().isEmpty()) {
        if (!keep) {
          run.forget();
        }
        return 0;
      }
      outcome.failures().forEach(why -> err.println("chaos: " + why));
      err.printf(
          "chaos: seed %d failed; data and messages are kept in %s%n", plan.seed(), stage.root());
      return 1;
    } catch (ChaosException e) {
      throw new ChaosException(
          "seed %d: %s; data and messages are kept in %s"
              .formatted(plan.seed(), e.getMessage(), stage.root()),
          e);
    }
  }

  private void demand(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          command.commandLine(), option + " was " + value + " but must be 1.." + most);
    }
  }

  private Optional<Kind> kind() {
    if (only == null) {
      return Optional.empty();
    }
    Optional<Kind> kind = Kind.labelled(only);
    if (kind.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "--only was " + only + " but must be one of " + String.join(", ", Kind.labels()));
    }
    return kind;
  }
}
