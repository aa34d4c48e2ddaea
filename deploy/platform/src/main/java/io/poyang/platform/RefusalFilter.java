package io.poyang.platform;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.quarantine.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which refusals are meant, where they are not named by their numbers. A word that cannot be right
 * is found out without a server: it is wrong usage.
 */
final class RefusalFilter {
  private final Map<String, String> terms = new LinkedHashMap<>();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--edge", paramLabel = "EDGE", description = "those of this edge")
  void edge(String edge) {
    try {
      terms.put("edge", new EdgeId(edge).value());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "those for this reason, such as future or foreign-site")
  void reason(String reason) {
    if (Arrays.stream(Reason.values()).noneMatch(known -> known.label().equals(reason))) {
      throw wrong(
          "reason was '"
              + reason
              + "' but must be one of "
              + Arrays.stream(Reason.values())
                  .map(Reason::label)
                  .collect(Collectors.joining(", ")));
    }
    terms.put("reason", reason);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  /** Names and values as the server takes them; empty where nothing was given. */
  Map<String, String> terms() {
    return terms;
  }
}
