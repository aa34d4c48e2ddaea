package io.poyang.ingest.door;

import io.poyang.telemetry.config.Section;
import io.poyang.telemetry.config.Size;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the door stands and how much it lets in at a time.
 *
 * @param host the address it listens on; loopback unless told otherwise
 * @param port 0 takes a free one
 * @param largestMessage the largest MQTT packet, refused before it is read
 * @param unacknowledged the most memory that one edge's unacknowledged messages may take before its
 *     sockets are left unread
 * @param unacknowledgedTotal the same for all edges together
 * @param receiveMaximum the most unacknowledged messages an MQTT 5 client is told to have
 * @param loops event loops that share the connections
 * @param tls certificate and key, where the door speaks TLS
 */
public record DoorSettings(
    String host,
    int port,
    Size largestMessage,
    Size unacknowledged,
    Size unacknowledgedTotal,
    int receiveMaximum,
    int loops,
    Optional<Tls> tls) {
  private static final int LARGEST_PACKET_OF_MQTT = 268_435_455;
  private static final int MOST_LOOPS = 64;

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  public DoorSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port was " + port + " but must be 0..65535");
    }
    if (largestMessage.bytes() < 1024 || largestMessage.bytes() > LARGEST_PACKET_OF_MQTT) {
      throw new IllegalArgumentException("largest-message must be 1KiB..255MiB");
    }
    if (unacknowledged.bytes() < 1 || unacknowledgedTotal.bytes() < unacknowledged.bytes()) {
      throw new IllegalArgumentException(
          "unacknowledged-total must be at least unacknowledged, and that positive");
    }
    if (receiveMaximum < 1 || receiveMaximum > 65_535) {
      throw new IllegalArgumentException(
          "receive-maximum was " + receiveMaximum + " but must be 1..65535");
    }
    if (loops < 1 || loops > MOST_LOOPS) {
      throw new IllegalArgumentException("loops was " + loops + " but must be 1.." + MOST_LOOPS);
    }
  }

  public static DoorSettings standard() {
    return new DoorSettings(
        "127.0.0.1",
        1883,
        new Size(1 << 20),
        new Size(16 << 20),
        new Size(128 << 20),
        1024,
        Math.min(4, Runtime.getRuntime().availableProcessors()),
        Optional.empty());
  }

  public DoorSettings at(String newHost, int newPort) {
    return new DoorSettings(
        newHost,
        newPort,
        largestMessage,
        unacknowledged,
        unacknowledgedTotal,
        receiveMaximum,
        loops,
        tls);
  }

  public static DoorSettings read(Section section) {
    DoorSettings standard = standard();
    return new DoorSettings(
        section.text("host", standard.host),
        section.number("port", standard.port, 0, 65_535),
        section.size("largest-message", standard.largestMessage),
        section.size("unacknowledged", standard.unacknowledged),
        section.size("unacknowledged-total", standard.unacknowledgedTotal),
        section.number("receive-maximum", standard.receiveMaximum, 1, 65_535),
        section.number("loops", standard.loops, 1, MOST_LOOPS),
        section
            .optionalSection("tls")
            .map(tls -> new Tls(tls.file("certificate"), tls.file("key"))));
  }
}
