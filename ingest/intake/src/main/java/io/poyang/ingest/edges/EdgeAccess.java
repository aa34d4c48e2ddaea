package io.poyang.ingest.edges;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One edge that may connect, the sites it may speak for and the password it shows. */
public record EdgeAccess(EdgeId edge, Set<SiteId> sites, Secret password) {
  public EdgeAccess {
    sites = Set.copyOf(sites);
    if (sites.isEmpty()) {
      throw new IllegalArgumentException("edge " + edge + " serves no site; name at least one");
    }
    if (password.reveal().isEmpty()) {
      throw new IllegalArgumentException("edge " + edge + " has an empty password");
    }
  }

  /** Reads {@code edge}, {@code sites} and {@code password}. */
  public static EdgeAccess read(Section section) {
    EdgeId edge = section.parsed("edge", EdgeId::new, new EdgeId("missing"));
    Set<SiteId> sites = new TreeSet<>();
    for (String site : section.texts("sites")) {
      try {
        sites.add(new SiteId(site));
      } catch (IllegalArgumentException e) {
        section.fail("sites", "has '" + site + "': " + e.getMessage());
      }
    }
    return new EdgeAccess(edge, sites, section.secret("password"));
  }

  /** Whether this is the password; takes the same time wherever the two differ. */
  boolean opensWith(String shown) {
    return MessageDigest.isEqual(
        password.reveal().getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  /** The sites in order of id. */
  public List<SiteId> sortedSites() {
    return sites.stream().sorted().toList();
  }
}
