package io.poyang.telemetry;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Identifies one measured thing of one site, written {@code site/point}: {@code
 * north-works/effluent.cod}.
 *
 * @param point 1..95 of a-z, 0-9, '.', '_' and '-'
 */
public record SignalId(SiteId site, String point) implements Comparable<SignalId> {
  private static final Pattern POINT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,94}");
  private static final Comparator<SignalId> ORDER =
      Comparator.comparing(SignalId::site).thenComparing(SignalId::point);

  public SignalId {
    if (!POINT.matcher(point).matches()) {
      throw new IllegalArgumentException(
          "signal point '"
              + point
              + "' must be 1..95 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
    }
  }

  /** Reads {@code site/point}. */
  public static SignalId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("signal id '" + text + "' must be written site/point");
    }
    return new SignalId(new SiteId(text.substring(0, slash)), text.substring(slash + 1));
  }

  /**
   * Mixes the site's and the point's hash apart. A record's own hash adds them up, and a million
   * ids such as {@code s17/p-230} then share some 36,000 values.
   */
  @Override
  public int hashCode() {
    long mixed = site.hashCode() * 0x9E37_79B9_7F4A_7C15L + point.hashCode();
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return (int) (mixed ^ mixed >>> 32);
  }

  @Override
  public int compareTo(SignalId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return site.value() + "/" + point;
  }
}
