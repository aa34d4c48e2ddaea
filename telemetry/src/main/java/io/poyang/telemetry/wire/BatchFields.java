package io.poyang.telemetry.wire;

/** The field numbers of {@code poyang.v1.Batch} and what one message may hold. */
final class BatchFields {
  static final int VERSION = 1;
  static final int EDGE = 2;
  static final int EPOCH = 3;
  static final int SEQUENCE = 4;
  static final int BASE = 5;
  static final int SIGNAL = 6;
  static final int RUN_LENGTH = 7;
  static final int TIME_DELTA = 8;
  static final int VALUE = 9;
  static final int MARKED_INDEX = 10;
  static final int MARKED_STATUS = 11;
  static final int MARKED_FLAG = 12;
  static final int FIRST = 13;
  static final int PREVIOUS = 14;
  static final int GAP = 15;

  /** The version of the format that is written and read. */
  static final int THIS_VERSION = 1;

  private BatchFields() {}
}
