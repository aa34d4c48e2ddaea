package io.poyang.plants.opcua;

import io.poyang.plants.folder.PlantException;
import io.poyang.plants.folder.PlantFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * The key and certificate by which clients know a plant's server. Made once and kept in the plant's
 * folder, so that a restarted plant is the same plant to those who trust it.
 */
public record ServerIdentity(PrivateKey key, X509Certificate certificate) {
  private static final String FILE = "server.p12";
  private static final String ALIAS = "server";

  /** The store guards nothing: the plant is simulated and its folder is its own. */
  private static final char[] PASSWORD = "plant".toCharArray();

  private static final int KEY_BITS = 2_048;

  /** Reads {@code server.p12} of a folder, or makes it; writes the certificate beside it. */
  public static ServerIdentity in(PlantFolder folder) {
    try {
      Optional<byte[]> kept = folder.kept(FILE);
      if (kept.isPresent()) {
        return read(kept.get());
      }
      ServerIdentity made = make(folder.plant());
      folder.keep(FILE, made.written());
      folder.keep("server.der", made.certificate.getEncoded());
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new PlantException(
          "plant "
              + folder.plant()
              + ": "
              + folder.path().resolve(FILE)
              + " holds no usable key; remove it to make a new one",
          e);
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

  private byte[] written() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry(ALIAS, key, PASSWORD, new Certificate[] {certificate});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    return out.toByteArray();
  }

  private static ServerIdentity read(byte[] kept) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(kept), PASSWORD);
    if (store.getKey(ALIAS, PASSWORD) instanceof PrivateKey key
        && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
      return new ServerIdentity(key, certificate);
    }
    throw new GeneralSecurityException("no entry named " + ALIAS);
  }
}
