package io.poyang.ingest.door;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.mqtt.MqttEndpoint;
import java.lang.reflect.Field;

/**
 * The socket below an endpoint. Vert.x MQTT 5.0 offers neither a way to stop reading nor one to
 * send many acknowledgements in one write, so its private field is reached for. {@code DoorTest}
 * notices when a newer version moves it. Belongs to the connection's event loop.
 */
final class Line {
  private static final byte REMAINING_TWO = 2;

  private final NetSocketInternal socket;

  private Line(NetSocketInternal socket) {
    this.socket = socket;
  }

  static Line of(MqttEndpoint endpoint) {
    try {
      Field field = endpoint.getClass().getDeclaredField("conn");
      field.setAccessible(true);
      if (field.get(endpoint) instanceof NetSocketInternal socket) {
        return new Line(socket);
      }
      throw new NoSuchFieldException("conn is no socket");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "door: this version of Vert.x MQTT keeps its socket elsewhere; use 5.0.8", e);
    }
  }

  /** Stops or goes on taking bytes from the network. */
  void read(boolean reading) {
    socket.channelHandlerContext().channel().config().setAutoRead(reading);
  }

  boolean isFull() {
    return socket.writeQueueFull();
  }

  void whenDrained(Runnable then) {
    socket.drainHandler(unused -> then.run());
  }

  /**
   * Sends the receipts of many messages in one write. PUBACK and PUBREC without a reason code are
   * four bytes in MQTT 3.1.1 and 5 alike.
   */
  void acknowledge(int[] tickets, int count) {
    Buffer packets = Buffer.buffer(count * 4);
    for (int i = 0; i < count; i++) {
      if (!Ticket.wantsReceipt(tickets[i])) {
        continue;
      }
      packets
          .appendByte(Ticket.packetType(tickets[i]))
          .appendByte(REMAINING_TWO)
          .appendUnsignedShort(Ticket.messageId(tickets[i]));
    }
    if (packets.length() > 0) {
      socket.write(packets);
    }
  }
}
