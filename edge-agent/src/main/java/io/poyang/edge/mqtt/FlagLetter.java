package io.poyang.edge.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import io.poyang.telemetry.Quality;

/**
 * Reads the flag letter of HJ 212-2017, Table 8. The letter is kept as it came; the status beside
 * it says what it means to those who know only OPC UA.
 */
final class FlagLetter {
  private FlagLetter() {}

  static Quality quality(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : "";
    if (text.length() != 1 || text.charAt(0) <= ' ' || text.charAt(0) > '~') {
      // A flag was promised and is not there: the value may be anything.
      return Quality.UNCERTAIN;
    }
    char letter = text.charAt(0);
    return Quality.of(
        switch (letter) {
          case 'N' -> Quality.STATUS_GOOD;
          // Fault, and link to the logger lost: nothing was measured.
          case 'D', 'B' -> Quality.STATUS_BAD;
          // Over range, maintenance, calibration, stopped, set by hand: a number that is not, or
          // not surely, the process's. Only N counts in statistics, so none of them is Good.
          default -> Quality.STATUS_UNCERTAIN;
        },
        letter);
  }
}
