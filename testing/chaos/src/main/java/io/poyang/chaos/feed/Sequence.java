package io.poyang.chaos.feed;

import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The readings that one agent is fed. The number of a reading says its signal, its source time, its
 * value and its quality, so that a store can be held against it without a list.
 *
 * @param signals the site's signals take turns
 * @param from the source time of the first reading
 */
public record Sequence(SiteId site, int signals, Instant from) {
  private static final long STEP_MILLIS = 10;

  /** What instruments and regulators' protocols send besides Good. */
  private static final List<Quality> ODD_QUALITIES =
      List.of(
          Quality.UNCERTAIN,
          Quality.BAD,
          Quality.of(0x8089_0000),
          Quality.of(Quality.STATUS_GOOD, 'N'),
          Quality.of(Quality.STATUS_BAD, 'D'));

  public SignalId signal(int index) {
    return new SignalId(site, "point-" + index);
  }

  public Reading reading(long number) {
    return reading((int) (number % signals), number / signals);
  }

  /** The reading of a signal that comes after {@code index} others of it. */
  public Reading reading(int signal, long index) {
    long mixed = mix(index * signals + signal);
    int odd = (int) (mixed & 127);
    Quality quality = odd < ODD_QUALITIES.size() ? ODD_QUALITIES.get(odd) : Quality.GOOD;
    boolean nothingMeasured = quality.isBad() && (mixed & 128) != 0;
    double value = nothingMeasured ? Double.NaN : (mixed >>> 40) / 1000.0;
    return new Reading(signal(signal), at(index), value, quality);
  }

  public List<Reading> readings(Span span) {
    List<Reading> readings = new ArrayList<>((int) span.size());
    for (long number = span.from(); number < span.to(); number++) {
      readings.add(reading(number));
    }
    return readings;
  }

  public long number(int signal, long index) {
    return index * signals + signal;
  }

  private Instant at(long index) {
    return from.plusMillis(index * STEP_MILLIS);
  }

  /** Which reading of its signal has that source time; -1 where none ever has. */
  public long index(Instant at) {
    long millis = at.toEpochMilli() - from.toEpochMilli();
    return millis >= 0 && millis % STEP_MILLIS == 0 ? millis / STEP_MILLIS : -1;
  }

  /** Neighbours get values that have nothing in common, so that a mix-up shows. */
  private static long mix(long number) {
    long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ mixed >>> 31;
  }
}
