package io.poyang.console.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the media type of an answer by the request's Accept header (RFC 9110, 12.5.1). */
public final class Negotiation {
  private Negotiation() {}

  /**
   * The offered type the client likes best; of equals, the first offered. Empty where it likes
   * none.
   */
  public static Optional<String> choose(@Nullable String accept, List<String> offered) {
    if (accept == null || accept.isBlank()) {
      return Optional.of(offered.getFirst());
    }
    String best = null;
    double bestLiking = 0;
    for (String type : offered) {
      double liking = liking(accept, type);
      if (liking > bestLiking) {
        best = type;
        bestLiking = liking;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The quality of the most specific range that fits. */
  private static double liking(String accept, String type) {
    double liking = 0;
    int closest = -1;
    for (String item : accept.split(",")) {
      String[] parts = item.trim().toLowerCase(Locale.ROOT).split(";");
      int closeness = closeness(parts[0].trim(), type);
      if (closeness > closest) {
        closest = closeness;
        liking = quality(parts);
      }
    }
    return liking;
  }

  private static int closeness(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
      return 1;
    }
    return range.equals("*/*") || range.equals("*") ? 0 : -1;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
