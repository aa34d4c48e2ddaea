package io.poyang.telemetry.continuity;

import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers of a log may concern a period, judged by the hours of those that are here. The
 * first and the last number of an hour are sure to have brought readings of it; of the numbers in
 * between some may have and some not.
 */
final class Placement {
  /** A number's place in a log: which of its epochs, and the number in it. */
  private record Place(int strand, long sequence) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::strand).thenComparingLong(Place::sequence);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeSet<Place> before = new TreeSet<>();
  private final TreeSet<Place> within = new TreeSet<>();
  private final TreeSet<Place> after = new TreeSet<>();
  private final @Nullable Place lastBefore;
  private final @Nullable Place firstAfter;

  /**
   * @param hours of each epoch of the log
   * @param earlier the newest hour that was read before the log began, where one is known
   * @param later the oldest hour that was read after the log ended, where one is known
   */
  Placement(
      Period period,
      List<Strand> log,
      Map<Long, List<Hour>> hours,
      Optional<Instant> earlier,
      Optional<Instant> later) {
    earlier.ifPresent(hour -> side(period, hour).add(new Place(-1, 0)));
    later.ifPresent(hour -> side(period, hour).add(new Place(log.size(), 0)));
    for (int i = 0; i < log.size(); i++) {
      for (Hour hour : hours.getOrDefault(log.get(i).epoch(), List.of())) {
        TreeSet<Place> side = side(period, hour.from());
        side.add(new Place(i, hour.batches().first()));
        side.add(new Place(i, hour.batches().last()));
      }
    }
    lastBefore = floor(before, lowest(within, after));
    firstAfter = ceiling(after, highest(before, within));
  }

  private TreeSet<Place> side(Period period, Instant hour) {
    if (hour.isBefore(period.from())) {
      return before;
    }
    return hour.isBefore(period.to()) ? within : after;
  }

  private static @Nullable Place lowest(TreeSet<Place> one, TreeSet<Place> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? (other.isEmpty() ? null : other.first()) : one.first();
    }
    return one.first().compareTo(other.first()) < 0 ? one.first() : other.first();
  }

  private static @Nullable Place highest(TreeSet<Place> one, TreeSet<Place> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? (other.isEmpty() ? null : other.last()) : one.last();
    }
    return one.last().compareTo(other.last()) > 0 ? one.last() : other.last();
  }

  private static @Nullable Place floor(TreeSet<Place> places, @Nullable Place limit) {
    if (limit == null) {
      return places.isEmpty() ? null : places.last();
    }
    return places.lower(limit);
  }

  private static @Nullable Place ceiling(TreeSet<Place> places, @Nullable Place limit) {
    if (limit == null) {
      return places.isEmpty() ? null : places.first();
    }
    return places.higher(limit);
  }

  /** Whether numbers of the log's {@code strand}-th epoch may concern the period. */
  boolean concerns(int strand, SequenceRange numbers) {
    boolean isBefore =
        lastBefore != null && new Place(strand, numbers.last()).compareTo(lastBefore) < 0;
    boolean isAfter =
        firstAfter != null && new Place(strand, numbers.first()).compareTo(firstAfter) > 0;
    return !isBefore && !isAfter;
  }
}
