package io.poyang.console.quarantine;

import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import io.poyang.telemetry.quarantine.Quarantine.Kept;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through refusals a few at a time: each is read with all that came, which may be a megabyte,
 * and many at once would not fit into memory.
 */
public final class Browse {
  private static final int FEW = 20;

  private Browse() {}

  /**
   * Hands on at most {@code limit} refusals, newest first.
   *
   * @param before only those with a smaller number
   * @return where to go on; null where there is nothing more
   */
  public static @Nullable Long each(
      Quarantine quarantine, Filter filter, long before, int limit, Consumer<Kept> visitor) {
    long next = before;
    int left = limit;
    while (left > 0) {
      int asked = Math.min(FEW, left);
      List<Kept> few = quarantine.list(filter, next, asked);
      few.forEach(visitor);
      if (few.size() < asked) {
        return null;
      }
      left -= asked;
      next = few.getLast().number();
    }
    return next;
  }
}
