package io.poyang.edge.opcua;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who decides on the server's certificate: one judge a connection, none after the close. */
final class Trusting {
  private final OpcUaConfig config;
  private final TrustStore trusted;
  private volatile @Nullable ServerTrust present;
  private volatile boolean closed;

  Trusting(OpcUaConfig config, Path pki) {
    this.config = config;
    this.trusted = new TrustStore(pki);
  }

  ServerTrust anew() {
    ServerTrust deciding = new ServerTrust(trusted, config.endpoint(), config.checkHostname());
    present = deciding;
    if (closed) {
      deciding.retire();
    }
    return deciding;
  }

  boolean stillHolds() {
    ServerTrust deciding = present;
    return deciding == null || deciding.stillHolds();
  }

  void retire() {
    ServerTrust old = present;
    if (old != null) {
      old.retire();
    }
  }

  /** Any thread. */
  void close() {
    closed = true;
    retire();
  }
}
