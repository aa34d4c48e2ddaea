package io.poyang.platform;

import io.poyang.telemetry.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns what ended a command into one message for people. */
final class Failures {
  private Failures() {}

  /**
   * What our own code says names the thing and the mend; anything else is a defect and shows where.
   */
  static int explain(Exception failure, CommandLine command, ParseResult unused) {
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigException config) {
      err.println("poyang: the configuration cannot be used");
      String.valueOf(config.getMessage()).lines().forEach(line -> err.println("  " + line));
    } else if (failure.getClass().getName().startsWith("io.poyang.")) {
      err.println("poyang: " + failure.getMessage());
    } else {
      err.println("poyang: unexpected failure; please report it with the lines below");
      failure.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
