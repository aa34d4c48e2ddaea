package io.poyang.platform;

import io.poyang.bench.Bench;
import io.poyang.chaos.Chaos;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 it failed, 2 it was asked for wrongly. */
@Command(
    name = "poyang",
    description = "Open telemetry for environmental infrastructure.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "  test    builds everything, runs every test and gate, prints how many tests ran",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    },
    subcommands = {
      Demo.class,
      Serve.class,
      Edge.class,
      Check.class,
      Trust.class,
      Quarantine.class,
      LogCommand.class,
      Replay.class,
      Bench.class,
      Chaos.class,
      HelpCommand.class
    })
public final class Poyang implements Callable<Integer> {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Stop.listen();
    int exit = CommandLine.ExitCode.SOFTWARE;
    try {
      exit = commandLine().execute(arguments);
    } catch (Error e) {
      // Out of memory, a library that does not fit: no thread that is left may keep the process.
      LoggerFactory.getLogger(Poyang.class).error("the process cannot go on", e);
    }
    Stop.closed();
    System.exit(exit);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Poyang())
        .setExecutionExceptionHandler(Failures::explain)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }
}
