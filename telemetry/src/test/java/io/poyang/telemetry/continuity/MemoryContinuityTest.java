package io.poyang.telemetry.continuity;

/** Holds the fake to the contract of the real thing. */
class MemoryContinuityTest extends ContinuityContract {
  private final Continuity continuity = new MemoryContinuity();

  @Override
  protected Continuity continuity() {
    return continuity;
  }
}
