package io.poyang.bench;

import io.poyang.telemetry.EdgeId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that publishes with MQTT 5 and QoS 1: a load generator should cost little beside what
 * it loads. One thread publishes, one thread of its own counts receipts.
 */
final class MqttPublisher implements AutoCloseable {
  private static final int PUBLISH_QOS1 = 0x32;
  private static final int PUBACK = 0x40;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Semaphore window;
  private final int windowSize;
  private final Latencies latencies;
  private final long[] dueNanos = new long[1 << 16];
  private final AtomicLong acked = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final byte[] topic;
  private int packetId;
  private volatile boolean broken;

  MqttPublisher(
      int port, EdgeId edge, String password, String topic, int window, Latencies latencies)
      throws IOException {
    this.socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
    this.topic = topic.getBytes(StandardCharsets.UTF_8);
    this.latencies = latencies;
    connect(edge.value(), password);
    this.windowSize = window;
    this.window = new Semaphore(window);
    Thread.ofPlatform().daemon().name("receipts-" + edge).start(this::countReceipts);
  }

  private void connect(String edge, String password) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(body);
    data.writeUTF("MQTT");
    data.writeByte(5);
    data.writeByte(0b1100_0010); // user name, password, clean start
    data.writeShort(0); // no keep-alive
    data.writeByte(0); // no properties
    data.writeUTF(edge);
    data.writeUTF(edge);
    data.writeUTF(password);
    out.writeByte(0x10);
    writeLength(body.size());
    body.writeTo(out);
    out.flush();
    int type = in.readUnsignedByte();
    byte[] answer = in.readNBytes(readLength());
    if (type != 0x20 || answer[1] != 0) {
      throw new IOException(
          "the door refused edge " + edge + ": packet type " + type + ", reason " + answer[1]);
    }
  }

  /**
   * Publishes a payload; waits while the window is full.
   *
   * @param due when it should have been published: its time to the receipt counts from then
   */
  void publish(byte[] payload, long due) throws IOException, InterruptedException {
    if (!window.tryAcquire()) {
      out.flush();
      window.acquire();
    }
    if (broken) {
      throw new EOFException("the door closed the connection");
    }
    packetId = packetId == 0xFFFF ? 1 : packetId + 1;
    dueNanos[packetId] = due;
    out.writeByte(PUBLISH_QOS1);
    writeLength(2 + topic.length + 2 + 1 + payload.length);
    out.writeShort(topic.length);
    out.write(topic);
    out.writeShort(packetId);
    out.writeByte(0); // no properties
    out.write(payload);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Returns when everything published has its receipt. */
  void drain() throws IOException, InterruptedException {
    out.flush();
    window.acquire(windowSize);
    window.release(windowSize);
    if (broken) {
      throw new EOFException("the door closed the connection");
    }
  }

  long acked() {
    return acked.get();
  }

  long refused() {
    return refused.get();
  }

  private void countReceipts() {
    try {
      while (true) {
        int type = in.readUnsignedByte();
        int length = readLength();
        if (type != PUBACK) {
          in.skipNBytes(length);
          continue;
        }
        int id = in.readUnsignedShort();
        int reason = length > 2 ? in.readUnsignedByte() : 0;
        in.skipNBytes(Math.max(0, length - 3));
        latencies.record(System.nanoTime() - dueNanos[id]);
        (reason < 0x80 ? acked : refused).incrementAndGet();
        window.release();
      }
    } catch (IOException e) {
      broken = true;
      window.release(1 << 20);
    }
  }

  private void writeLength(int length) throws IOException {
    int rest = length;
    do {
      int digit = rest & 0x7F;
      rest >>>= 7;
      out.writeByte(rest == 0 ? digit : digit | 0x80);
    } while (rest > 0);
  }

  private int readLength() throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        return length;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
