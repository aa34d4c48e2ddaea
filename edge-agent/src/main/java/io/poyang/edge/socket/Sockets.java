package io.poyang.edge.socket;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes sockets without Nagle's delay, which costs a publisher that waits for acknowledgements
 * three to seven times its rate.
 */
public final class Sockets {
  private Sockets() {}

  /**
   * @param made sees each socket before it is used
   */
  public static SocketFactory plain(Consumer<Socket> made) {
    return new Plain(made);
  }

  /**
   * @param ca certificates in PEM that the far side's one must chain to; the JVM's own where empty
   * @param made sees each socket before it is used
   */
  public static SSLSocketFactory encrypted(Optional<Path> ca, Consumer<Socket> made)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    if (ca.isPresent()) {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificates(ca.get()));
      context.init(null, trust.getTrustManagers(), null);
    } else {
      context.init(null, null, null);
    }
    return new Encrypted(context.getSocketFactory(), made);
  }

  private static KeyStore certificates(Path pem) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
    }
    if (store.size() == 0) {
      throw new GeneralSecurityException("it holds no certificate");
    }
    return store;
  }

  private static Socket undelayed(Socket socket, Consumer<Socket> made) throws IOException {
    socket.setTcpNoDelay(true);
    made.accept(socket);
    return socket;
  }

  private static final class Plain extends SocketFactory {
    private final Consumer<Socket> made;

    Plain(Consumer<Socket> made) {
      this.made = made;
    }

    @Override
    public Socket createSocket() throws IOException {
      return undelayed(new Socket(), made);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return undelayed(new Socket(host, port), made);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(new Socket(host, port, local, localPort), made);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return undelayed(new Socket(host, port), made);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(new Socket(host, port, local, localPort), made);
    }
  }

  private static final class Encrypted extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Consumer<Socket> made;

    Encrypted(SSLSocketFactory factory, Consumer<Socket> made) {
      this.factory = factory;
      this.made = made;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return undelayed(factory.createSocket(), made);
    }

    @Override
    public Socket createSocket(Socket inner, String host, int port, boolean autoClose)
        throws IOException {
      return undelayed(factory.createSocket(inner, host, port, autoClose), made);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return undelayed(factory.createSocket(host, port), made);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(factory.createSocket(host, port, local, localPort), made);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return undelayed(factory.createSocket(host, port), made);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(factory.createSocket(host, port, local, localPort), made);
    }
  }
}
