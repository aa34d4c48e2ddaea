package io.poyang.chaos.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that can be set wrong while others read it. */
final class SteppedTime implements InstantSource {
  private final InstantSource right;
  private volatile Duration offset = Duration.ZERO;

  SteppedTime(InstantSource right) {
    this.right = right;
  }

  void step(Duration to) {
    offset = to;
  }

  @Override
  public Instant instant() {
    return right.instant().plus(offset);
  }
}
