package io.poyang.edge.uplink;

/** The two ways a batch goes to ingest. */
public enum Lane {
  /** The newest readings. */
  LIVE,
  /** What an outage left behind. */
  BACKFILL
}
