package io.poyang.edge.source;

import java.time.Instant;

/** How a source stands with its far side, in words for the person on call. */
public sealed interface SourceState {
  /** Since when, and what about it: the endpoint, the reason, the mend. */
  Instant since();

  String detail();

  record Connecting(Instant since, String detail) implements SourceState {}

  record Connected(Instant since, String detail) implements SourceState {}

  record Disconnected(Instant since, String detail) implements SourceState {}
}
