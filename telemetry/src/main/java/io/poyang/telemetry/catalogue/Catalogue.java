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

/**
 * The list of sites and signals. Durable: {@link #announce} returns after the disk has it. Any
 * thread may call.
 *
 * <p>A signal that an edge no longer announces stays listed, since its readings stay. A signal of
 * which readings came without an announcement is listed as unannounced, and so is its site.
 */
public interface Catalogue {
  /** Adds or replaces the site and the signals of the announcement. */
  void announce(Announcement announcement, Instant at);

  /**
   * Remembers signals seen in readings only, and their sites, these as {@link
   * Site#unannounced(SiteId)}; those already announced or known stay as they are.
   */
  void sighted(EdgeId edge, Collection<SignalId> signals, Instant at);

  List<Site> sites();

  /** Every known signal of a site, announced or not, in order of id. */
  List<Listing> signals(SiteId site);

  Optional<Listing> signal(SignalId id);

  /**
   * A line of the catalogue: who feeds the signal, and what it is, once that has been announced.
   */
  record Listing(SignalId id, EdgeId edge, Optional<Signal> announced) {}
}
