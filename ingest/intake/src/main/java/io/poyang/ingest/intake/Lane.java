package io.poyang.ingest.intake;

/** How urgent a delivery is. */
public enum Lane {
  /** What is new: somebody may be looking at it. */
  LIVE,
  /** What an outage left behind. */
  BACKFILL
}
