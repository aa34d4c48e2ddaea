package io.poyang.edge.uplink;

import java.time.Instant;

/** How the uplink stands, in words for the person on call. */
public sealed interface UplinkState {
  Instant since();

  String detail();

  record Connected(Instant since, String detail) implements UplinkState {}

  record Disconnected(Instant since, String detail) implements UplinkState {}
}
