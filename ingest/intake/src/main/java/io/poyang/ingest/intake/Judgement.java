package io.poyang.ingest.intake;

/** What a batch's number says of it, against what is known of its edge. */
sealed interface Judgement {
  /**
   * It has not been here before.
   *
   * @param newLog whether it is the first of a log that had not been heard of
   */
  record Fresh(boolean newLog) implements Judgement {
    static final Fresh CONTINUED = new Fresh(false);
  }

  /** It has been committed, or is about to be: its receipt was lost. */
  record Repeat() implements Judgement {
    static final Repeat INSTANCE = new Repeat();
  }

  /**
   * It is not of the log that is known, but of a copy of it.
   *
   * @param detail both epochs, and the mend
   * @param first whether it is the first of its epoch to be found so
   */
  record Copied(String detail, boolean first) implements Judgement {}
}
