package io.poyang.plants;

import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Site;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A simulated site with servers of its own. Any thread may call. */
public interface Plant extends AutoCloseable {
  Site site();

  List<PlantSignal> signals();

  /** The servers listen and the process runs when it returns. */
  void start();

  /**
   * Shows exactly this value, whatever the process does, until {@link #release}. OPC UA carries the
   * status, MQTT what its payload has words for: a flag letter or good, uncertain, bad.
   *
   * @param value NaN where nothing is to be shown, with a quality that is not Good
   * @throws IllegalArgumentException where the plant has no such point
   */
  void set(String point, double value, Quality quality, Instant at);

  /** Gives a point back to the process; its next value comes when the instrument is due. */
  void release(String point);

  /** Breaks all connections and stops listening; the process and its history go on. */
  void stopServers();

  /** Listens again, on the ports from before. */
  void startServers();

  /** Keeps OPC UA connections open but answers nothing, as a hung controller does. */
  void freezeServers();

  void thawServers();

  /** A complete configuration, in YAML, for an agent that reads this plant. */
  String agentYaml(AgentPlace place);

  /** The certificate of the plant's OPC UA server, if it has one. */
  Optional<X509Certificate> serverCertificate();

  @Override
  void close();
}
