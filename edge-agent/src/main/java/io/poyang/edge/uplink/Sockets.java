package io.poyang.edge.uplink;

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
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes sockets without Nagle's delay, which costs a publisher that waits for acknowledgements
 * three to seven times its rate.
 */
final class Sockets {
  private Sockets() {}

  static SocketFactory plain() {
    return new Plain();
  }

  static SSLSocketFactory encrypted(Optional<Path> ca)
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
    return new Encrypted(context.getSocketFactory());
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

  private static <S extends Socket> S undelayed(S socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static final class Plain extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      return undelayed(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return undelayed(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return undelayed(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(new Socket(host, port, local, localPort));
    }
  }

  private static final class Encrypted extends SSLSocketFactory {
    private final SSLSocketFactory factory;

    Encrypted(SSLSocketFactory factory) {
      this.factory = factory;
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
      return undelayed(factory.createSocket());
    }

    @Override
    public Socket createSocket(Socket inner, String host, int port, boolean autoClose)
        throws IOException {
      return undelayed(factory.createSocket(inner, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return undelayed(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return undelayed(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return undelayed(factory.createSocket(host, port, local, localPort));
    }
  }
}
