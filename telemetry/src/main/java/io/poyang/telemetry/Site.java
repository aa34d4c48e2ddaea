package io.poyang.telemetry;

/** A plant or station with the names people use for it. */
public record Site(SiteId id, SiteKind kind, Name name) {}
