package io.poyang.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustStoreTest {
  private static final X509Certificate CERTIFICATE = TestOpcUaServer.Identity.SHARED.certificate();

  @TempDir private Path pki;

  @Test
  void newStoreTrustsNobody() {
    TrustStore store = new TrustStore(pki);
    assertThat(store.list()).isEmpty();
    assertThat(store.quarantined()).isEmpty();
  }

  @Test
  void approvedCertificateIsTrustedByEveryStoreOnTheFolder() {
    TrustStore store = new TrustStore(pki);
    store.quarantine(CERTIFICATE);
    store.quarantine(CERTIFICATE);
    TrustStore.Certificate waiting = store.quarantined().getFirst();
    assertThat(waiting.sha1()).hasSize(40);
    assertThat(waiting.sha256()).hasSize(64);
    assertThat(waiting.subject()).contains("test server");

    new TrustStore(pki).approve(withColons(waiting.sha256()));
    assertThat(store.quarantined()).isEmpty();
    assertThat(store.trusted()).containsExactly(CERTIFICATE);

    store.revoke(waiting.sha1().substring(0, 8));
    assertThat(store.list()).isEmpty();
    assertThat(store.quarantined()).hasSize(1);
  }

  @Test
  void certificateBroughtByHandIsTrustedAtOnce() {
    TrustStore store = new TrustStore(pki);
    TrustStore.Certificate kept = store.trust(CERTIFICATE);
    assertThat(store.list()).containsExactly(kept).isEqualTo(List.of(store.trust(CERTIFICATE)));
    assertThat(kept.file()).hasParent(pki.resolve("trusted")).exists();
  }

  @Test
  void connectionThatWasGivenUpKeepsNothingMore() {
    TrustStore store = new TrustStore(pki);
    ServerTrust trust = new ServerTrust(store, "opc.tcp://plc.example:4840", true);
    trust.retire();
    assertThatThrownBy(() -> trust.validateCertificateChain(List.of(CERTIFICATE), null, null))
        .isInstanceOf(UaException.class);
    assertThat(store.quarantined()).isEmpty();
  }

  /** As other tools print it. */
  private static String withColons(String hex) {
    return hex.replaceAll("(..)(?!$)", "$1:").toUpperCase(Locale.ROOT);
  }

  @Test
  void fingerprintOfNobodyOrTooShortIsRefused() {
    TrustStore store = new TrustStore(pki);
    store.quarantine(CERTIFICATE);
    String sha1 = TrustStore.sha1(CERTIFICATE);
    assertThatThrownBy(() -> store.approve("00000000"))
        .hasMessageContaining("matches 0 certificates");
    assertThatThrownBy(() -> store.approve(sha1.substring(0, 4)))
        .hasMessageContaining("at least 8 digits");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void brokenFileDoesNotShutOutTheOthers() throws Exception {
    TrustStore store = new TrustStore(pki);
    store.quarantine(CERTIFICATE);
    Files.writeString(pki.resolve("quarantined/broken.der"), "no certificate");
    assertThat(store.quarantined()).hasSize(1);
  }

  @Test
  void agentsCertificateIsMadeOnceAndItsKeyIsPrivate() throws Exception {
    ClientIdentity made = ClientIdentity.in(pki);
    ClientIdentity read = ClientIdentity.in(pki);
    assertThat(read.certificate()).isEqualTo(made.certificate());
    assertThat(read.applicationUri()).startsWith("urn:poyang:edge:");
    assertThat(Files.getPosixFilePermissions(pki.resolve("own/client.key"))).hasSize(2);
  }
}
