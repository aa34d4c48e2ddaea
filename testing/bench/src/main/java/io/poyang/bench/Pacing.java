package io.poyang.bench;

/** Whether a publisher waits for the moment of each message or publishes as fast as it can. */
sealed interface Pacing {
  /** As fast as it can: each message is due when it comes to its turn. */
  Pacing NONE = new Unpaced();

  /** Returns when the message is due, with that moment. */
  long await(long number);

  /** Whether there is time before the message is due. */
  boolean isIdle(long number);

  record Unpaced() implements Pacing {
    @Override
    public long await(long number) {
      return System.nanoTime();
    }

    @Override
    public boolean isIdle(long number) {
      return false;
    }
  }

  record Fixed(Schedule schedule) implements Pacing {
    @Override
    public long await(long number) {
      schedule.await(number);
      return schedule.dueNanos(number);
    }

    @Override
    public boolean isIdle(long number) {
      return schedule.dueNanos(number) - System.nanoTime() > 0;
    }
  }
}
