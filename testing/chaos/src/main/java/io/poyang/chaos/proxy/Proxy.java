package io.poyang.chaos.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between an agent and the door and passes on bytes, or does not.
 *
 * <p>It never loses a byte of a connection that goes on, because no network does that to TCP: what
 * is held up arrives late or the connection ends.
 */
public final class Proxy implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2000;

  private final ServerSocket listener;
  private final int target;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;
  private volatile Weather forecast = Weather.FAIR;

  private Proxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Listens on any free port of loopback and passes on to another one there. */
  public static Proxy open(int target) throws IOException {
    Proxy proxy = new Proxy(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().name("proxy").start(proxy::run);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void run() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          reset(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // The client is gone already, or the proxy is closed; the next one may come.
      }
    }
  }

  /** Nobody changes the weather meanwhile, or a connection that is being made would miss it. */
  private synchronized void connect(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
      Connection connection = new Connection(client, server, forecast, connections::remove);
      connections.add(connection);
      connection.start();
    } catch (IOException e) {
      server.close();
      reset(client);
    }
  }

  /** Ends a connection without a goodbye: the other side sees a reset. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Ends every connection; what was held up in them is lost. */
  public synchronized void cut() {
    connections.forEach(Connection::cut);
  }

  /** Whether whoever comes is turned away. */
  public void refuse(boolean newOnes) {
    refusing = newOnes;
  }

  /** What the connections there are meet from now on. */
  public synchronized void weather(Weather weather) {
    connections.forEach(connection -> connection.weather(weather));
  }

  /** What connections meet that are made from now on. */
  public void forecast(Weather weather) {
    forecast = weather;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
