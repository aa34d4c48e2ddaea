package io.poyang.telemetry.wire;

import io.poyang.telemetry.EdgeId;

/** The topics below {@code poyang/v1/{edge}/}. */
public final class Topics {
  private static final String ROOT = "poyang/v1/";

  private Topics() {}

  /** Batches of the newest readings. */
  public static String live(EdgeId edge) {
    return ROOT + edge + "/live";
  }

  /** Batches that an outage left behind. */
  public static String backfill(EdgeId edge) {
    return ROOT + edge + "/backfill";
  }

  /** The edge's {@link io.poyang.telemetry.catalogue.Announcement}. */
  public static String catalogue(EdgeId edge) {
    return ROOT + edge + "/catalogue";
  }

  /** What the edge says of itself, as JSON: see {@link StatusCodec}. QoS 0, every few seconds. */
  public static String status(EdgeId edge) {
    return ROOT + edge + "/status";
  }

  /** Readings of a device too small for an agent, as JSON. */
  public static String json(EdgeId edge, String device) {
    return ROOT + edge + "/json/" + device;
  }
}
