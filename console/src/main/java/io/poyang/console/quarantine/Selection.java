package io.poyang.console.quarantine;

import io.poyang.telemetry.quarantine.Quarantine;
import io.poyang.telemetry.quarantine.Quarantine.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which refusals an order is about. */
sealed interface Selection {
  /** The most that one order takes on. */
  int MOST = 500;

  /** Just these. */
  record Numbers(List<Long> numbers) implements Selection {}

  /**
   * All open ones that match, newest first, a page an order.
   *
   * @param before only those with a smaller number
   */
  record Matching(Filter filter, long before) implements Selection {
    private static final int PAGE = 100;
  }

  /**
   * @param next where the following order goes on; null when there is nothing more
   */
  record Page(List<Long> numbers, @Nullable Long next) {}

  default Page page(Quarantine quarantine) {
    return switch (this) {
      case Numbers named -> new Page(named.numbers(), null);
      case Matching matching -> {
        List<Long> found = new ArrayList<>();
        Long next =
            Browse.each(
                quarantine,
                matching.filter(),
                matching.before(),
                Matching.PAGE,
                kept -> found.add(kept.number()));
        yield new Page(found, next);
      }
    };
  }
}
