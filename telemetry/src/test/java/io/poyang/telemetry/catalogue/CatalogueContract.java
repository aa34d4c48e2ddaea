package io.poyang.telemetry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Catalogue.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Catalogue} must do. */
public abstract class CatalogueContract {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final EdgeId OTHER_EDGE = new EdgeId("south-edge");
  private static final Site SITE =
      new Site(new SiteId("north-works"), SiteKind.SEWAGE_PLANT, new Name("北厂", "North works"));
  private static final Site OTHER_SITE =
      new Site(new SiteId("furnace"), SiteKind.INCINERATOR, new Name("焚烧厂", "Furnace"));

  /** The catalogue under test, empty at the start of each test. */
  protected abstract Catalogue catalogue();

  /** The catalogue as a new process would find it. */
  protected Catalogue reopened() {
    return catalogue();
  }

  private static Signal cod(Site site, String english) {
    return new Signal(
        new SignalId(site.id(), "effluent.cod"),
        "outlet",
        new Name("化学需氧量", english),
        "mg/L",
        "effluent.cod",
        new Range(0, 500),
        "w01018",
        Duration.ofMinutes(10),
        new TreeMap<>());
  }

  private static Signal pump(Site site) {
    return state(site, "pump-1.state", null);
  }

  private static Signal state(Site site, String point, @Nullable String hj212) {
    TreeMap<Integer, Name> states = new TreeMap<>();
    states.put(0, new Name("停", "off"));
    states.put(1, new Name("开", "on"));
    return new Signal(
        new SignalId(site.id(), point),
        "pump-1",
        new Name("一号泵", "Pump 1"),
        "1",
        "pump.state",
        null,
        hj212,
        Duration.ofSeconds(30),
        states);
  }

  @Test
  void announcedSignalsAreListedInOrderOfId() {
    Signal cod = cod(SITE, "COD");
    catalogue().announce(new Announcement(EDGE, SITE, List.of(pump(SITE), cod)), AT);

    assertThat(catalogue().sites()).containsExactly(SITE);
    assertThat(catalogue().signals(SITE.id()))
        .containsExactly(
            new Listing(cod.id(), EDGE, Optional.of(cod)),
            new Listing(pump(SITE).id(), EDGE, Optional.of(pump(SITE))));
    assertThat(catalogue().signal(cod.id()))
        .contains(new Listing(cod.id(), EDGE, Optional.of(cod)));
  }

  @Test
  void whatWasAnnouncedOutlivesTheProcess() {
    catalogue().announce(new Announcement(EDGE, SITE, List.of(pump(SITE))), AT);
    SignalId seen = new SignalId(SITE.id(), "unnamed");
    catalogue().sighted(EDGE, List.of(seen), AT);

    Catalogue later = reopened();
    assertThat(later.sites()).containsExactly(SITE);
    assertThat(later.signals(SITE.id()))
        .containsExactly(
            new Listing(pump(SITE).id(), EDGE, Optional.of(pump(SITE))),
            new Listing(seen, EDGE, Optional.empty()));
  }

  @Test
  void aLaterAnnouncementReplacesWhatItNamesAndKeepsTheRest() {
    catalogue().announce(new Announcement(EDGE, SITE, List.of(cod(SITE, "COD"), pump(SITE))), AT);
    Site renamed = new Site(SITE.id(), SITE.kind(), new Name("新北厂", "New north works"));
    Signal better = cod(SITE, "COD, effluent");
    catalogue().announce(new Announcement(OTHER_EDGE, renamed, List.of(better)), AT.plusSeconds(1));

    assertThat(catalogue().sites()).containsExactly(renamed);
    assertThat(catalogue().signals(SITE.id()))
        .containsExactly(
            new Listing(better.id(), OTHER_EDGE, Optional.of(better)),
            new Listing(pump(SITE).id(), EDGE, Optional.of(pump(SITE))));
  }

  @Test
  void aSightedSignalIsListedAsUnannouncedUntilItIsAnnounced() {
    Signal cod = cod(SITE, "COD");
    catalogue().sighted(EDGE, List.of(cod.id()), AT);
    assertThat(catalogue().signals(SITE.id()))
        .containsExactly(new Listing(cod.id(), EDGE, Optional.empty()));

    catalogue().announce(new Announcement(EDGE, SITE, List.of(cod)), AT);
    assertThat(catalogue().signal(cod.id()))
        .contains(new Listing(cod.id(), EDGE, Optional.of(cod)));
  }

  /** A site with small devices only: nobody announces it, and yet it has readings to look at. */
  @Test
  void theSiteOfASightedSignalIsKnownByItsId() {
    catalogue()
        .sighted(
            EDGE,
            List.of(
                new SignalId(SITE.id(), "ph"),
                new SignalId(SITE.id(), "flow"),
                new SignalId(OTHER_SITE.id(), "co")),
            AT);
    assertThat(reopened().sites())
        .containsExactly(
            new Site(OTHER_SITE.id(), SiteKind.OTHER, new Name("furnace", "furnace")),
            new Site(SITE.id(), SiteKind.OTHER, new Name("north-works", "north-works")));
  }

  @Test
  void anAnnouncementGivesASightedSiteItsKindAndName() {
    catalogue().sighted(EDGE, List.of(new SignalId(SITE.id(), "ph")), AT);
    catalogue().announce(new Announcement(EDGE, SITE, List.of()), AT.plusSeconds(1));
    assertThat(catalogue().sites()).containsExactly(SITE);

    catalogue().sighted(EDGE, List.of(new SignalId(SITE.id(), "flow")), AT.plusSeconds(2));
    assertThat(reopened().sites()).containsExactly(SITE);
  }

  @Test
  void sightingAKnownSignalChangesNothing() {
    Signal cod = cod(SITE, "COD");
    catalogue().announce(new Announcement(EDGE, SITE, List.of(cod)), AT);
    catalogue().sighted(OTHER_EDGE, List.of(cod.id()), AT.plusSeconds(1));
    assertThat(catalogue().signals(SITE.id()))
        .containsExactly(new Listing(cod.id(), EDGE, Optional.of(cod)));
  }

  @Test
  void sitesAreInOrderOfIdAndKeepTheirOwnSignals() {
    catalogue().announce(new Announcement(EDGE, SITE, List.of(cod(SITE, "COD"))), AT);
    catalogue().announce(new Announcement(EDGE, OTHER_SITE, List.of(pump(OTHER_SITE))), AT);

    assertThat(catalogue().sites()).containsExactly(OTHER_SITE, SITE);
    assertThat(catalogue().signals(OTHER_SITE.id()))
        .extracting(Listing::id)
        .containsExactly(pump(OTHER_SITE).id());
  }

  @Test
  void anUnknownSignalIsNoListing() {
    assertThat(catalogue().signal(new SignalId(SITE.id(), "nothing"))).isEmpty();
    assertThat(catalogue().signals(SITE.id())).isEmpty();
    assertThat(catalogue().sites()).isEmpty();
  }
}
