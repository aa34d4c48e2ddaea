package io.poyang.chaos;

/**
 * What the operating system lets a running process do. Only soft limits are set, so that all comes
 * back.
 */
enum Limits {
  /** No file may grow beyond so many bytes; every further write fails. */
  FILE_SIZE("fsize"),
  /** No file can be opened beyond so many. */
  OPEN_FILES("nofile");

  private final String name;

  Limits(String name) {
    this.name = name;
  }

  /** Sets a limit; returns the one before. */
  String set(long process, String soft) {
    Shell.Answer before =
        Shell.run(
            "prlimit",
            "--pid",
            String.valueOf(process),
            "--" + name,
            "--noheadings",
            "--output",
            "SOFT");
    Shell.Answer answer =
        Shell.run("prlimit", "--pid", String.valueOf(process), "--" + name + "=" + soft + ":");
    // A process that has just ended by itself needs no limit.
    if (!(before.done() && answer.done()) && ProcessHandle.of(process).isPresent()) {
      throw new ChaosException(
          "process %d: its limit %s cannot be set to %s (%s): install util-linux"
              .formatted(process, name, soft, answer.text()));
    }
    return before.text();
  }
}
