package io.poyang.telemetry.catalogue;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A catalogue without a disk, for tests of what stands before or behind one. */
public final class MemoryCatalogue implements Catalogue {
  private final SortedMap<SiteId, Site> sites = new TreeMap<>();
  private final SortedMap<SignalId, Listing> listings = new TreeMap<>();

  @Override
  public synchronized void announce(Announcement announcement, Instant at) {
    sites.put(announcement.site().id(), announcement.site());
    for (Signal signal : announcement.signals()) {
      listings.put(signal.id(), new Listing(signal.id(), announcement.edge(), Optional.of(signal)));
    }
  }

  @Override
  public synchronized void sighted(EdgeId edge, Collection<SignalId> signals, Instant at) {
    for (SignalId signal : signals) {
      sites.putIfAbsent(signal.site(), Site.unannounced(signal.site()));
      listings.putIfAbsent(signal, new Listing(signal, edge, Optional.empty()));
    }
  }

  @Override
  public synchronized List<Site> sites() {
    return List.copyOf(sites.values());
  }

  @Override
  public synchronized List<Listing> signals(SiteId site) {
    return listings.values().stream().filter(listing -> listing.id().site().equals(site)).toList();
  }

  @Override
  public synchronized Optional<Listing> signal(SignalId id) {
    return Optional.ofNullable(listings.get(id));
  }
}
