package io.poyang.edge.opcua;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** The agent's own key and certificate, made once and kept in {@code pki/own}. */
record ClientIdentity(KeyPair keys, X509Certificate certificate, String applicationUri) {
  private static final int RSA_BITS = 2048;
  private static final Object MAKING = new Object();

  /** Reads the pair, or makes it; sources of one agent that start together share one. */
  static ClientIdentity in(Path pki) throws IOException, GeneralSecurityException {
    Path own = pki.resolve("own");
    Path certificate = own.resolve("client.der");
    Path key = own.resolve("client.key");
    synchronized (MAKING) {
      if (!Files.exists(certificate)) {
        make(own, certificate, key);
      }
      return read(certificate, key);
    }
  }

  private static ClientIdentity read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = TrustStore.decode(Files.readAllBytes(certificateFile));
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile)));
    String uri =
        CertificateUtil.getSanUri(certificate)
            .orElseThrow(
                () ->
                    new GeneralSecurityException(
                        certificateFile + " has no application URI; delete it to have one made"));
    return new ClientIdentity(new KeyPair(certificate.getPublicKey(), key), certificate, uri);
  }

  private static void make(Path own, Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(own);
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(RSA_BITS);
    // The certificate comes last: where it is, its key is too.
    write(keyFile, keys.getPrivate().getEncoded(), "rw-------");
    write(certificateFile, certificate(keys).getEncoded(), "rw-r--r--");
  }

  private static X509Certificate certificate(KeyPair keys) throws GeneralSecurityException {
    try {
      return new SelfSignedCertificateBuilder(keys)
          .setCommonName("Poyang edge agent")
          .setOrganization("Poyang")
          .setValidityPeriod(Period.ofYears(10))
          .setApplicationUri("urn:poyang:edge:" + UUID.randomUUID())
          .build();
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException("the agent's certificate cannot be made", e);
    }
  }

  private static void write(Path file, byte[] bytes, String permissions) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path half = Files.createTempFile(folder, "new", ".tmp");
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(half, PosixFilePermissions.fromString(permissions));
    }
    Files.write(half, bytes);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
