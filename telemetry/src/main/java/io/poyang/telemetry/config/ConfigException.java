package io.poyang.telemetry.config;

import java.nio.file.Path;
import java.util.List;

/** A configuration file that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends RuntimeException {
  private final List<String> failures;

  public ConfigException(Path file, List<String> failures) {
    super(file + ": " + String.join("\n" + file + ": ", failures));
    this.failures = List.copyOf(failures);
  }

  /** One line a failure: the key, what it was, what it must be. */
  public List<String> failures() {
    return failures;
  }
}
