package io.poyang.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {
  @TempDir Path folder;
  private final List<Socket> made = new ArrayList<>();

  @Test
  void socketSendsAtOnceAndIsShownToItsOwner() throws Exception {
    try (Socket plain = Sockets.plain(made::add).createSocket();
        Socket encrypted = Sockets.encrypted(Optional.empty(), made::add).createSocket()) {
      assertThat(made).containsExactly(plain, encrypted).allMatch(SocketsTest::isUndelayed);
    }
  }

  /** It would trust nobody, which Java says only when it connects, and in riddles. */
  @Test
  void authorityFileWithoutACertificateIsRefused() throws IOException {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "");
    assertThatThrownBy(() -> Sockets.encrypted(Optional.of(empty), made::add))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("no certificate");
  }

  private static boolean isUndelayed(Socket socket) {
    try {
      return socket.getTcpNoDelay();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
