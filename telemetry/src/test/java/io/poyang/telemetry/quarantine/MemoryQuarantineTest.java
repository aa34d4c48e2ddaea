package io.poyang.telemetry.quarantine;

/** Holds the fake to the contract of the real thing. */
class MemoryQuarantineTest extends QuarantineContract {
  private final Quarantine quarantine = new MemoryQuarantine();

  @Override
  protected Quarantine quarantine() {
    return quarantine;
  }
}
