package io.poyang.telemetry;

/** A plant or station with the names people use for it. */
public record Site(SiteId id, SiteKind kind, Name name) {
  /** A site of which readings came but no announcement yet: all that is known is its id. */
  public static Site unannounced(SiteId id) {
    return new Site(id, SiteKind.OTHER, Name.of(id.value()));
  }
}
