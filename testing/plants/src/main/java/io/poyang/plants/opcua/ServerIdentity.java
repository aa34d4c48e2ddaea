package io.poyang.plants.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * The key and certificate by which clients know a plant's server. Made once and kept in the plant's
 * folder, so that a restarted plant is the same plant to those who trust it.
 */
public record ServerIdentity(PrivateKey key, X509Certificate certificate) {
  private static final String ALIAS = "server";

  /** The store guards nothing: the plant is simulated and its folder is its own. */
  private static final char[] PASSWORD = "plant".toCharArray();

  private static final int KEY_BITS = 2_048;

  /** Reads {@code server.p12} of a folder, or makes it; writes the certificate beside it. */
  public static ServerIdentity in(Path folder, String site) {
    Path file = folder.resolve("server.p12");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        ServerIdentity made = make(site);
        made.write(file);
        Files.write(folder.resolve("server.der"), made.certificate.getEncoded());
        return made;
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "plant " + site + ": " + file + " cannot be read; remove it to make a new one", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "plant " + site + ": " + file + " holds no usable key; remove it to make a new one", e);
    }
  }

  /** The application URI in the certificate; clients compare it with what the server says. */
  public static String applicationUri(String site) {
    return "urn:poyang:plant:" + site + ":server";
  }

  private static ServerIdentity make(String site) throws GeneralSecurityException {
    KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(pair)
            .setCommonName("Simulated plant " + site)
            .setOrganization("Poyang")
            .setValidityPeriod(Period.ofYears(5))
            .setApplicationUri(applicationUri(site))
            .addDnsName("localhost")
            .addIpAddress("127.0.0.1");
    try {
      return new ServerIdentity(pair.getPrivate(), builder.build());
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }

  private void write(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry(ALIAS, key, PASSWORD, new Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
  }

  private static ServerIdentity read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    if (store.getKey(ALIAS, PASSWORD) instanceof PrivateKey key
        && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
      return new ServerIdentity(key, certificate);
    }
    throw new GeneralSecurityException("no entry named " + ALIAS);
  }
}
