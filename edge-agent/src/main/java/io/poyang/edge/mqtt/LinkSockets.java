package io.poyang.edge.mqtt;

import io.poyang.edge.socket.Sockets;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** A link's sockets, the last of which can be closed over Paho's head. */
final class LinkSockets {
  private volatile @Nullable Socket last;

  SocketFactory factory(MqttConfig config) throws LinkException {
    if (!config.server().tls()) {
      return Sockets.plain(made -> last = made);
    }
    try {
      return Sockets.encrypted(Optional.ofNullable(config.ca()), made -> last = made);
    } catch (IOException | GeneralSecurityException e) {
      throw new LinkException(
          "ca file "
              + config.ca()
              + " cannot be used, it must hold PEM certificates: "
              + e.getMessage(),
          e);
    }
  }

  /** Closes the socket, whatever waits for it. */
  void cut() {
    Socket socket = last;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is as gone as it can be.
      }
    }
  }
}
