package io.poyang.platform;

import io.poyang.edge.AgentConfig;
import io.poyang.edge.opcua.TrustStore;
import io.poyang.edge.opcua.TrustStore.Certificate;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

@Command(
    name = "trust",
    description = "Shows and approves the OPC UA server certificates that an agent has met.")
final class Trust {
  @Option(
      names = "--config",
      required = true,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the agent's configuration")
  private Path config;

  private TrustStore store() {
    return Trust.of(AgentConfig.read(config, Sources.KINDS));
  }

  /** Where an agent keeps its certificates. */
  static TrustStore of(AgentConfig config) {
    return new TrustStore(config.data().resolve("pki"));
  }

  private static void print(String state, Certificate certificate) {
    System.out.println(
        "%-11s  SHA-1 %s  SHA-256 %s  %s, valid until %s"
            .formatted(
                state,
                certificate.sha1(),
                certificate.sha256(),
                certificate.subject(),
                certificate.validUntil()));
  }

  private static Certificate move(Supplier<Certificate> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      throw new PlatformException(String.valueOf(e.getMessage()), e);
    }
  }

  @Command(name = "list", description = "Lists trusted and quarantined certificates.")
  int list() {
    TrustStore store = store();
    store.list().forEach(certificate -> print("trusted", certificate));
    store.quarantined().forEach(certificate -> print("quarantined", certificate));
    return 0;
  }

  @Command(
      name = "approve",
      description = "Trusts a quarantined certificate; a running agent connects by itself.")
  int approve(
      @Parameters(
              paramLabel = "FINGERPRINT",
              description = "its SHA-256 fingerprint or the beginning of it")
          String fingerprint) {
    print("trusted", move(() -> store().approve(fingerprint)));
    return 0;
  }

  @Command(name = "revoke", description = "Trusts a certificate no longer.")
  int revoke(
      @Parameters(
              paramLabel = "FINGERPRINT",
              description = "its SHA-256 fingerprint or the beginning of it")
          String fingerprint) {
    print("revoked", move(() -> store().revoke(fingerprint)));
    return 0;
  }
}
