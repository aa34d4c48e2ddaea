package io.poyang.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
  /** Long enough to be sure that nothing comes, short enough to be waited for. */
  private static final int NOTHING_COMES_MILLIS = 300;

  private ServerSocket door;
  private Proxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    proxy = Proxy.open(door.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    server = door.accept();
    client.setSoTimeout(10_000);
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    door.close();
    client.close();
    server.close();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static void assertNothingComes(Socket socket) throws IOException {
    socket.setSoTimeout(NOTHING_COMES_MILLIS);
    InputStream in = socket.getInputStream();
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(10_000);
  }

  @Test
  void passesBytesBothWays() throws IOException {
    byte[] sent = bytes(100_000);
    Thread.ofVirtual().start(() -> write(client, sent));

    assertThat(server.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    Thread.ofVirtual().start(() -> write(server, sent));
    assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aGoodbyeIsPassedOnBehindWhatWasSaid() throws IOException {
    write(client, bytes(1000));
    client.shutdownOutput();

    assertThat(server.getInputStream().readAllBytes()).isEqualTo(bytes(1000));
  }

  @Test
  void aCutEndsTheConnectionOnBothSidesWithoutAGoodbye() {
    proxy.cut();

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void whatIsHeldUpArrivesWholeOnceItMayGoOn() throws IOException {
    byte[] sent = bytes(20_000);
    proxy.weather(Weather.held(true, false));
    write(client, sent);
    assertNothingComes(server);

    proxy.weather(Weather.FAIR);

    assertThat(server.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  @Test
  void oneDirectionCanBeHeldUpAlone() throws IOException {
    proxy.weather(Weather.held(false, true));
    write(server, bytes(10));
    write(client, bytes(20));

    assertThat(server.getInputStream().readNBytes(20)).isEqualTo(bytes(20));
    assertNothingComes(client);
  }

  @Test
  void whatIsHeldUpIsLostWithACut() throws IOException {
    proxy.weather(Weather.held(true, true));
    write(client, bytes(20));

    proxy.cut();
    proxy.weather(Weather.FAIR);

    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
  }

  @Test
  void aConnectionMadeLaterMeetsTheForecast() throws IOException {
    proxy.forecast(Weather.held(true, true));
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket atDoor = door.accept()) {
      write(late, bytes(5));
      assertNothingComes(atDoor);
      write(client, bytes(5));
      assertThat(server.getInputStream().readNBytes(5)).isEqualTo(bytes(5));

      proxy.weather(Weather.FAIR);
      atDoor.setSoTimeout(10_000);
      assertThat(atDoor.getInputStream().readNBytes(5)).isEqualTo(bytes(5));
    }
  }

  @Test
  void aSlowLineLosesNothing() throws IOException {
    byte[] sent = bytes(5_000);
    proxy.weather(Weather.slow(20_000, Duration.ofMillis(5)));
    write(client, sent);

    assertThat(server.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  @Test
  void whoComesWhileItRefusesIsTurnedAway() throws IOException {
    proxy.refuse(true);
    try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      refused.setSoTimeout(10_000);
      assertThatThrownBy(
              () -> {
                if (refused.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }

    proxy.refuse(false);
    try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket atDoor = door.accept()) {
      write(taken, bytes(5));
      assertThat(atDoor.getInputStream().readNBytes(5)).isEqualTo(bytes(5));
    }
  }

  @Test
  void aDoorThatIsShutResetsWhoComes() throws IOException {
    door.close();
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      late.setSoTimeout(10_000);
      assertThatThrownBy(() -> late.getInputStream().read())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }
}
