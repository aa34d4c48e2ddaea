package io.poyang.ingest.door;

import io.poyang.telemetry.EdgeId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An MQTT client of a few bytes, for what a decent client library would not do. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int version = 5;
  private byte[] connack = {};

  private RawClient(int port) throws IOException {
    this(port, new Socket());
  }

  private RawClient(int port, Socket fresh) throws IOException {
    socket = fresh;
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  RawClient(int port, EdgeId edge, String password, String clientId) throws IOException {
    this(port);
    if (connect(5, edge, password, clientId) != 0) {
      throw new IOException("refused");
    }
  }

  /** A client whose side of the line holds next to nothing. */
  static RawClient narrow(int port, EdgeId edge, String password, String clientId)
      throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    RawClient client = new RawClient(port, socket);
    if (client.connect(5, edge, password, clientId) != 0) {
      throw new IOException("refused");
    }
    return client;
  }

  static RawClient unconnected(int port) throws IOException {
    return new RawClient(port);
  }

  int connect311(EdgeId edge, String password, String clientId) throws IOException {
    return connect(4, edge, password, clientId);
  }

  private int connect(int level, EdgeId edge, String password, String clientId) throws IOException {
    version = level;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF("MQTT");
    body.writeByte(level);
    body.writeByte(0xC2);
    body.writeShort(0);
    if (level == 5) {
      body.writeByte(0);
    }
    body.writeUTF(clientId);
    body.writeUTF(edge.value());
    body.writeUTF(password);
    packet(0x10, bytes.toByteArray());
    out.flush();
    in.readByte();
    connack = in.readNBytes(length());
    return connack[1] & 0xFF;
  }

  /** What the server answered to the CONNECT, without its fixed header. */
  byte[] connack() {
    return connack;
  }

  private void packet(int type, byte[]... parts) throws IOException {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    out.writeByte(type);
    do {
      out.writeByte(length > 127 ? length & 127 | 128 : length);
      length >>>= 7;
    } while (length > 0);
    for (byte[] part : parts) {
      out.write(part);
    }
  }

  void publish(String topic, byte[] payload, int messageId) {
    try {
      write(topic, payload, messageId);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String topic, byte[] payload, int messageId) throws IOException {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    byte[] head = new byte[2 + name.length + (version == 5 ? 3 : 2)];
    head[0] = (byte) (name.length >> 8);
    head[1] = (byte) name.length;
    System.arraycopy(name, 0, head, 2, name.length);
    head[2 + name.length] = (byte) (messageId >> 8);
    head[3 + name.length] = (byte) messageId;
    packet(0x32, head, payload);
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Reads PUBACKs until so many have come. */
  List<Integer> readReceipts(int count) throws IOException {
    List<Integer> ids = new ArrayList<>(count);
    while (ids.size() < count) {
      ids.add(readReceipt());
    }
    return ids;
  }

  int readReceipt() throws IOException {
    int type = in.readUnsignedByte();
    if (type != 0x40) {
      throw new IOException("expected PUBACK, got packet type " + (type >> 4));
    }
    byte[] body = in.readNBytes(length());
    return (body[0] & 0xFF) << 8 | body[1] & 0xFF;
  }

  private int length() throws IOException {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = in.readUnsignedByte();
      length |= (next & 127) << shift;
      shift += 7;
    } while ((next & 128) != 0);
    return length;
  }

  /** Whether the server ends the connection, whatever it says before. */
  boolean isClosedByServer() {
    try {
      while (in.read() >= 0) {
        // Its last words do not matter here.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
