package io.poyang.console.continuity;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import io.poyang.telemetry.store.ReadingStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of an edge's signals in a period.
 *
 * @param readings null where counting them would take too long
 * @param detail why not; else empty
 */
record Held(int signals, @Nullable Long readings, String detail) {
  private static final int MOST_SIGNALS = 20_000;
  private static final int AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  static Held of(
      ReadingStore store,
      Catalogue catalogue,
      EdgeId edge,
      Collection<SiteId> sites,
      Period period) {
    List<SignalId> signals = new ArrayList<>();
    for (SiteId site : sites) {
      for (Listing listing : catalogue.signals(site)) {
        if (listing.edge().equals(edge)) {
          signals.add(listing.id());
        }
      }
    }
    if (signals.size() > MOST_SIGNALS) {
      return new Held(
          signals.size(), null, "not counted: the edge has more than " + MOST_SIGNALS + " signals");
    }
    return counted(store, signals, period);
  }

  private static Held counted(ReadingStore store, List<SignalId> signals, Period period) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long readings = 0;
    for (int i = 0; i < signals.size(); i += AT_ONCE) {
      if (System.nanoTime() > deadline) {
        return new Held(
            signals.size(),
            null,
            "not counted: it took longer than "
                + PATIENCE.toSeconds()
                + " s; ask for a shorter period");
      }
      readings += store.count(signals.subList(i, Math.min(i + AT_ONCE, signals.size())), period);
    }
    return new Held(signals.size(), readings, "");
  }
}
