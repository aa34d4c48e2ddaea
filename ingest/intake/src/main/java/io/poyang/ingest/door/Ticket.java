package io.poyang.ingest.door;

import io.netty.handler.codec.mqtt.MqttQoS;

/** A message's id and quality of service in one int, so that a receipt costs no object. */
final class Ticket {
  private static final int MESSAGE_ID = 0xFFFF;
  private static final byte PUBACK = 0x40;
  private static final byte PUBREC = 0x50;

  private Ticket() {}

  static int of(int messageId, int qos) {
    return qos << 16 | messageId & MESSAGE_ID;
  }

  static boolean wantsReceipt(int ticket) {
    return ticket >>> 16 != 0;
  }

  static int messageId(int ticket) {
    return ticket & MESSAGE_ID;
  }

  static MqttQoS quality(int ticket) {
    return MqttQoS.valueOf(ticket >>> 16);
  }

  /** The first byte of the packet that acknowledges it. */
  static byte packetType(int ticket) {
    return ticket >>> 16 == 1 ? PUBACK : PUBREC;
  }
}
