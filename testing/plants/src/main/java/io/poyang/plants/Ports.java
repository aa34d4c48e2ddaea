package io.poyang.plants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a plant's servers listen; 0 takes any free port.
 *
 * @param opcua of the OPC UA server, where the plant has one
 * @param mqtt of the broker, where the plant has one
 */
public record Ports(int opcua, int mqtt) {
  public static final Ports ANY = new Ports(0, 0);

  /** The same with numbers instead of zeros, so that a restart finds its port again. */
  Ports chosen() {
    return new Ports(opcua == 0 ? free() : opcua, mqtt == 0 ? free() : mqtt);
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
