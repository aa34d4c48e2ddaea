package io.poyang.bench;

/** Appends readings to an agent's log as a source does. */
interface Feed {
  /** What must see the batches on their way. */
  MeteredUplink.Meter meter();

  /** Appends so many readings and returns, when all have their receipt, how many it were. */
  long drive(long readings) throws InterruptedException;

  /** Readings that have their receipt since the beginning. */
  long acked();
}
