package io.poyang.telemetry;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one measured thing of one site, written {@code site/point}: {@code
 * north-works/effluent.cod}.
 *
 * <p>No record, because it keeps its hash: a server looks up every reading's signal some times, and
 * of a million signals each look into the two texts would be a look into far memory.
 */
public final class SignalId implements Comparable<SignalId> {
  private static final Pattern POINT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,94}");
  private static final Comparator<SignalId> ORDER =
      Comparator.comparing(SignalId::site).thenComparing(SignalId::point);

  private final SiteId site;
  private final String point;
  private final int hash;

  /**
   * @param point 1..95 of a-z, 0-9, '.', '_' and '-'
   */
  public SignalId(SiteId site, String point) {
    if (!POINT.matcher(point).matches()) {
      throw new IllegalArgumentException(
          "signal point '"
              + point
              + "' must be 1..95 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
    }
    this.site = site;
    this.point = point;
    this.hash = hash(site, point);
  }

  /** Reads {@code site/point}. */
  public static SignalId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("signal id '" + text + "' must be written site/point");
    }
    return new SignalId(new SiteId(text.substring(0, slash)), text.substring(slash + 1));
  }

  public SiteId site() {
    return site;
  }

  public String point() {
    return point;
  }

  /**
   * Mixes the site's and the point's hash apart. Added up, as a record does, a million ids such as
   * {@code s17/p-230} share some 36,000 values.
   */
  private static int hash(SiteId site, String point) {
    long mixed = site.hashCode() * 0x9E37_79B9_7F4A_7C15L + point.hashCode();
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return (int) (mixed ^ mixed >>> 32);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof SignalId that
            && hash == that.hash
            && point.equals(that.point)
            && site.equals(that.site);
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
