package io.poyang.console.quarantine;

import io.poyang.console.http.Problem;
import io.poyang.telemetry.quarantine.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reasons by the words that the API has for them. */
final class Reasons {
  private Reasons() {}

  static Reason of(Object word) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.label().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badRequest("reason was '" + word + "' but must be one of " + all())
                    .asException());
  }

  private static String all() {
    return Arrays.stream(Reason.values()).map(Reason::label).collect(Collectors.joining(", "));
  }
}
