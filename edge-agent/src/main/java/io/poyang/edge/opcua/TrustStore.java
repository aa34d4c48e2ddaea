package io.poyang.edge.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates an agent trusts, and those it met and refused, as DER files below {@code pki}:
 * {@code trusted/} and {@code quarantined/}.
 *
 * <p>The folders are the truth: another process may approve while an agent runs, which looks again
 * at each try to connect.
 */
public final class TrustStore {
  private static final Logger log = LoggerFactory.getLogger(TrustStore.class);
  private static final int SHORTEST_FINGERPRINT = 8;
  // Anyone who can answer on the network can fill this folder.
  private static final int MOST_QUARANTINED = 100;

  private final Path trusted;
  private final Path quarantined;

  /** One certificate as people compare it. */
  public record Certificate(
      String sha1, String sha256, String subject, Instant validUntil, Path file) {}

  private record Held(X509Certificate x509, Certificate certificate) {}

  public TrustStore(Path pki) {
    this.trusted = pki.resolve("trusted");
    this.quarantined = pki.resolve("quarantined");
  }

  /** The trusted ones. */
  public List<Certificate> list() {
    return read(trusted).stream().map(Held::certificate).toList();
  }

  /** The refused ones, waiting for somebody to approve them. */
  public List<Certificate> quarantined() {
    return read(quarantined).stream().map(Held::certificate).toList();
  }

  /**
   * Trusts a certificate that came on a way of its own, such as a file from the plant's engineer: a
   * server's own, or an authority's.
   */
  public Certificate trust(X509Certificate certificate) {
    return describe(certificate, keep(certificate, trusted));
  }

  /**
   * Trusts a quarantined certificate from now on.
   *
   * @param fingerprint SHA-1 or SHA-256 in hex, colons and case do not matter, its first 8 digits
   *     suffice where only one certificate starts with them
   * @throws IllegalArgumentException when no, or more than one, quarantined certificate has it
   */
  public Certificate approve(String fingerprint) {
    return move(fingerprint, quarantined, trusted);
  }

  /** Takes trust back; the certificate returns to quarantine, connections to it are cut. */
  public Certificate revoke(String fingerprint) {
    return move(fingerprint, trusted, quarantined);
  }

  List<X509Certificate> trusted() {
    return read(trusted).stream().map(Held::x509).toList();
  }

  void quarantine(X509Certificate certificate) {
    try {
      makeRoom();
      keep(certificate, quarantined);
    } catch (IOException | UncheckedIOException e) {
      log.warn("certificate {} is refused, and not kept: {}", sha1(certificate), e.getMessage());
    }
  }

  private static Path keep(X509Certificate certificate, Path folder) {
    Path file = folder.resolve(sha1(certificate) + ".der");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Path half = Files.createTempFile(folder, "new", ".tmp");
        Files.write(half, certificate.getEncoded());
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("certificate file " + file + " cannot be written", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("certificate cannot be encoded", e);
    }
  }

  private void makeRoom() throws IOException {
    List<Path> files = files(quarantined);
    for (int i = 0; i <= files.size() - MOST_QUARANTINED; i++) {
      Files.deleteIfExists(files.get(i));
    }
  }

  private static Certificate move(String fingerprint, Path from, Path to) {
    String wanted = fingerprint.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
    List<Certificate> found =
        read(from).stream()
            .map(Held::certificate)
            .filter(c -> c.sha1().startsWith(wanted) || c.sha256().startsWith(wanted))
            .toList();
    if (wanted.length() < SHORTEST_FINGERPRINT || found.size() != 1) {
      throw new IllegalArgumentException(
          "fingerprint '%s' matches %d certificates in %s but must match one, with at least %d digits"
              .formatted(fingerprint, found.size(), from, SHORTEST_FINGERPRINT));
    }
    Certificate certificate = found.getFirst();
    Path target = to.resolve(certificate.sha1() + ".der");
    try {
      Files.createDirectories(to);
      Files.move(certificate.file(), target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "certificate " + certificate.sha1() + " cannot be moved to " + to, e);
    }
    return new Certificate(
        certificate.sha1(),
        certificate.sha256(),
        certificate.subject(),
        certificate.validUntil(),
        target);
  }

  private static List<Held> read(Path folder) {
    List<Held> certificates = new ArrayList<>();
    for (Path file : files(folder)) {
      read(file, certificates);
    }
    return certificates;
  }

  private static void read(Path file, List<Held> certificates) {
    try {
      X509Certificate x509 = decode(Files.readAllBytes(file));
      certificates.add(new Held(x509, describe(x509, file)));
    } catch (IOException | GeneralSecurityException e) {
      // One broken file, or one just moved away by an approval, must not shut out the others.
      log.warn("certificate file {} cannot be read: {}", file, e.getMessage());
    }
  }

  /** Oldest first. */
  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(der|crt|cer|pem)"))
          .sorted(
              Comparator.<Path>comparingLong(f -> f.toFile().lastModified()).thenComparing(f -> f))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " cannot be read", e);
    }
  }

  static Optional<X509Certificate> find(List<X509Certificate> among, X509Certificate one) {
    return among.stream().filter(one::equals).findFirst();
  }

  static X509Certificate decode(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static Certificate describe(X509Certificate x509, Path file) {
    return new Certificate(
        sha1(x509),
        sha256(x509),
        x509.getSubjectX500Principal().getName(),
        x509.getNotAfter().toInstant(),
        file);
  }

  static String sha1(X509Certificate certificate) {
    return fingerprint(certificate, "SHA-1");
  }

  static String sha256(X509Certificate certificate) {
    return fingerprint(certificate, "SHA-256");
  }

  private static String fingerprint(X509Certificate certificate, String algorithm) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate without a fingerprint", e);
    }
  }
}
