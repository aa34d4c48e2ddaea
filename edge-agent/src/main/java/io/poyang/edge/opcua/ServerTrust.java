package io.poyang.edge.opcua;

import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is the one somebody approved: its certificate, or the authority that
 * signed it, lies in the trust list; it is valid today; it carries the server's application URI and
 * (unless told otherwise) the endpoint's host name.
 */
final class ServerTrust implements CertificateValidator {
  private static final Set<ValidationCheck> CHECKS =
      EnumSet.of(ValidationCheck.VALIDITY, ValidationCheck.APPLICATION_URI);

  private final TrustStore store;
  private final String endpoint;
  private final boolean checkHostname;
  private volatile @Nullable String refusal;
  private volatile @Nullable X509Certificate accepted;
  private boolean retired;

  ServerTrust(TrustStore store, String endpoint, boolean checkHostname) {
    this.store = store;
    this.endpoint = endpoint;
    this.checkHostname = checkHostname;
  }

  /** Why the server was refused, in words with a mend; null when it was not. */
  @Nullable String refusal() {
    return refusal;
  }

  /** Its connection is given up; what Milo's threads still meet on it is not kept any more. */
  synchronized void retire() {
    retired = true;
  }

  private synchronized void quarantine(X509Certificate certificate) {
    if (!retired) {
      store.quarantine(certificate);
    }
  }

  /** Whether the certificate that was accepted would be accepted now. */
  boolean stillHolds() {
    X509Certificate certificate = accepted;
    return certificate == null || isTrusted(List.of(certificate));
  }

  private boolean isTrusted(List<X509Certificate> chain) {
    try {
      CertificateValidationUtil.buildTrustedCertPath(chain, store.trusted(), List.of());
      return true;
    } catch (UaException e) {
      return false;
    }
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain,
      @Nullable String applicationUri,
      @Nullable String @Nullable [] hostnames)
      throws UaException {
    X509Certificate certificate = chain.getFirst();
    PKIXCertPathBuilderResult path;
    try {
      path = CertificateValidationUtil.buildTrustedCertPath(chain, store.trusted(), List.of());
    } catch (UaException e) {
      quarantine(certificate);
      refusal =
          "certificate SHA-1 %s SHA-256 %s of %s is not trusted: ./poyang trust --config FILE approve %s"
              .formatted(
                  TrustStore.sha1(certificate),
                  TrustStore.sha256(certificate),
                  endpoint,
                  TrustStore.sha1(certificate));
      throw e;
    }
    try {
      check(path, certificate, applicationUri, hostnames);
    } catch (UaException e) {
      refusal =
          "certificate SHA-1 %s of %s is trusted but refused: %s"
              .formatted(TrustStore.sha1(certificate), endpoint, words(e, certificate));
      throw e;
    }
    accepted = certificate;
  }

  private void check(
      PKIXCertPathBuilderResult path,
      X509Certificate certificate,
      @Nullable String applicationUri,
      @Nullable String @Nullable [] hostnames)
      throws UaException {
    CertificateValidationUtil.validateTrustedCertPath(
        path.getCertPath(), path.getTrustAnchor(), List.of(), CHECKS, false);
    if (applicationUri != null) {
      CertificateValidationUtil.checkApplicationUri(certificate, applicationUri);
    }
    if (hostnames != null && checkHostname) {
      CertificateValidationUtil.checkHostnameOrIpAddress(certificate, hostnames);
    }
  }

  private static String words(UaException e, X509Certificate certificate) {
    return switch (Statuses.name(e.getStatusCode())) {
      case "Bad_CertificateHostNameInvalid" ->
          "it does not name the endpoint's host (it names "
              + Statuses.hosts(certificate)
              + "); connect by such a name, or set check-hostname: false";
      case "Bad_CertificateUriInvalid" ->
          "it does not carry the server's application URI; have the server's certificate made anew";
      case "Bad_CertificateTimeInvalid" ->
          "it is valid from %s to %s; check the clocks, or have it renewed"
              .formatted(
                  certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
      default -> Statuses.name(e.getStatusCode()) + " " + e.getMessage();
    };
  }
}
