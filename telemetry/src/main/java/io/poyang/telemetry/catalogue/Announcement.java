package io.poyang.telemetry.catalogue;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.Site;
import java.util.List;

/** What an edge says of the site it serves and of every signal it reads there. */
public record Announcement(EdgeId edge, Site site, List<Signal> signals) {
  public Announcement {
    signals = List.copyOf(signals);
    for (Signal signal : signals) {
      if (!signal.id().site().equals(site.id())) {
        throw new IllegalArgumentException(
            "edge "
                + edge
                + " announces signal "
                + signal.id()
                + " of another site than "
                + site.id());
      }
    }
  }
}
