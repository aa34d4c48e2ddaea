package io.poyang.edge.mqtt;

import java.util.Locale;

/** Why a message, or one signal in it, gave no reading, and what to do about it. */
enum Unreadable {
  MALFORMED("the sensor must send valid JSON, or the mapping must say payload: number"),
  TOO_LARGE("send smaller messages: at most 1 MiB is read"),
  NO_VALUE("check the pointers value and each against what the sensor sends"),
  NOT_A_NUMBER("the sensor must send a finite number, true, false or the name of a state"),
  BAD_TIME("check time, time-format and time-zone against what the sensor sends"),
  RETAINED("its age is unknown: map the payload's own time, or do not publish it as retained"),
  DEVICE_NAME("map this topic by itself, without a named level"),
  TOO_MANY_DEVICES("narrow the topic filter, or split it among several sources"),
  UNMAPPED("the broker keeps an old subscription: use a new client-id"),
  UNEXPECTED("report it with the payload: the adapter has a defect");

  private final String mend;

  Unreadable(String mend) {
    this.mend = mend;
  }

  String mend() {
    return mend;
  }

  /** The word used in metrics: {@code not-a-number}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
