package io.poyang.chaos;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The command of another process on the same Java and class path as this one. */
final class Java {
  /** What this process was told that any of ours needs; its heap is its own affair. */
  private static final List<String> SHARED =
      List.of("--add-exports", "--add-opens", "--enable-native-access", "--sun-misc-unsafe");

  private Java() {}

  static List<String> command(List<String> options, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> SHARED.stream().anyMatch(argument::startsWith))
        .forEach(command::add);
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
