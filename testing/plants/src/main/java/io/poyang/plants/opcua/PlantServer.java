package io.poyang.plants.opcua;

import io.poyang.plants.folder.PlantException;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.Reading;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.CertificateStore;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * A plant's OPC UA server on loopback: Basic256Sha256 with signing and encryption, user and
 * password. It takes any client's certificate, as the controllers of a plant's own network do; it
 * is the client's business to know whom it talks to.
 */
public final class PlantServer implements Outlet {
  /** The user that every plant's server knows. */
  public static final String USER = "agent";

  /**
   * Where a server listens and what it asks of its clients.
   *
   * @param site names the server; {@code urn:poyang:plant:<site>} is its namespace
   */
  public record Place(String site, int port, String password) {}

  private static final String HOST = "127.0.0.1";
  private static final UserTokenPolicy BY_PASSWORD =
      new UserTokenPolicy(
          "username", UserTokenType.UserName, null, null, SecurityPolicy.Basic256Sha256.getUri());

  private final Place place;
  private final List<PlantSignal> signals;
  private final ServerIdentity identity;
  private final Map<String, ValueHistory> histories = new HashMap<>();
  private final Map<String, DataValue> newest = new HashMap<>();
  private final Set<String> states;
  private final Freezer freezer = new Freezer();
  private @Nullable OpcUaServer server;
  private @Nullable PlantNamespace namespace;

  public PlantServer(Place place, List<PlantSignal> signals, ServerIdentity identity) {
    this.place = place;
    this.signals = signals;
    this.identity = identity;
    signals.forEach(signal -> histories.put(signal.point(), new ValueHistory()));
    states =
        signals.stream()
            .filter(signal -> signal.kind() == PlantSignal.Kind.STATE)
            .map(PlantSignal::point)
            .collect(Collectors.toSet());
  }

  public static String namespaceUri(String site) {
    return "urn:poyang:plant:" + site;
  }

  public String endpoint() {
    return "opc.tcp://" + HOST + ":" + place.port() + "/plant";
  }

  /** Listens when it returns. Values and history are those from before, if there were any. */
  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    OpcUaServer starting = new OpcUaServer(config(), profile -> transport());
    PlantNamespace space =
        new PlantNamespace(starting, namespaceUri(place.site()), signals, histories);
    space.startup();
    newest.forEach(space::show);
    Diagnostics.learn(starting);
    try {
      starting.startup().join();
    } catch (CompletionException e) {
      throw new PlantException(
          "plant "
              + place.site()
              + ": port "
              + place.port()
              + " is in use: free it or choose another",
          e);
    }
    server = starting;
    namespace = space;
  }

  private OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(
        OpcTcpServerTransportConfig.newBuilder()
            .setChannelPipelineCustomizer(freezer::install)
            .build());
  }

  @Override
  public boolean offers(String point) {
    return histories.containsKey(point);
  }

  /**
   * Shows readings to all clients. The history goes on while the server is stopped, as that of a
   * controller does whose network is down.
   */
  @Override
  public synchronized void show(List<Reading> readings) {
    for (Reading reading : readings) {
      String point = reading.signal().point();
      ValueHistory history = histories.get(point);
      if (history != null) {
        DateTime now = DateTime.now();
        DataValue value = dataValue(reading, states.contains(point), now);
        newest.put(point, value);
        history.add(value, now.getJavaInstant());
        if (namespace != null) {
          namespace.show(point, value);
        }
      }
    }
  }

  private static DataValue dataValue(Reading reading, boolean whole, DateTime serverTime) {
    double number = reading.value();
    Variant variant =
        Double.isNaN(number)
            ? Variant.NULL_VALUE
            : whole ? Variant.ofInt32((int) number) : Variant.ofDouble(number);
    return new DataValue(
        variant,
        new StatusCode(reading.quality().status()),
        new DateTime(reading.at()),
        serverTime);
  }

  /** Breaks all connections and stops listening; {@link #start} brings it back. */
  @Override
  public synchronized void stop() {
    if (server != null && namespace != null) {
      freezer.thaw();
      namespace.shutdown();
      server.shutdown().join();
      server = null;
      namespace = null;
    }
  }

  /** Keeps every connection open and answers nothing, until {@link #thaw}. */
  @Override
  public void freeze() {
    freezer.freeze();
  }

  @Override
  public void thaw() {
    freezer.thaw();
  }

  @Override
  public Map<String, Object> source() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("name", "plc");
    source.put("endpoint", endpoint());
    source.put("username", USER);
    source.put("password", place.password());
    source.put("publishing-interval", "500ms");
    source.put("sampling-interval", "250ms");
    List<Map<String, Object>> list = new ArrayList<>();
    for (PlantSignal signal : signals) {
      Map<String, Object> item = signal.setting();
      item.put("node", "nsu=" + namespaceUri(place.site()) + ";s=" + signal.point());
      list.add(item);
    }
    source.put("signals", list);
    return Map.of("opcua", source);
  }

  @Override
  public void close() {
    stop();
  }

  private OpcUaServerConfig config() {
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("Simulated plant " + place.site()))
        .setApplicationUri(ServerIdentity.applicationUri(place.site()))
        .setProductUri("urn:poyang:plants")
        .setEndpoints(Set.of(endpointConfig(), discoveryConfig()))
        .setCertificateManager(certificates())
        .setIdentityValidator(
            new UsernameIdentityValidator(
                challenge ->
                    challenge.getUsername().equals(USER)
                        && challenge.getPassword().equals(place.password())))
        .build();
  }

  private EndpointConfig endpointConfig() {
    return EndpointConfig.newBuilder()
        .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
        .setBindAddress(HOST)
        .setBindPort(place.port())
        .setHostname(HOST)
        .setPath("/plant")
        .setCertificate(identity.certificate())
        .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
        .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
        .addTokenPolicy(BY_PASSWORD)
        .build();
  }

  /** Without security a client may ask which endpoints there are, and nothing else. */
  private EndpointConfig discoveryConfig() {
    return EndpointConfig.newBuilder()
        .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
        .setBindAddress(HOST)
        .setBindPort(place.port())
        .setHostname(HOST)
        .setPath("/plant/discovery")
        .setCertificate(identity.certificate())
        .setSecurityPolicy(SecurityPolicy.None)
        .setSecurityMode(MessageSecurityMode.None)
        .build();
  }

  private DefaultCertificateManager certificates() {
    MemoryCertificateStore store = new MemoryCertificateStore();
    try {
      store.set(
          NodeIds.RsaSha256ApplicationCertificateType,
          new CertificateStore.Entry(
              identity.key(), new X509Certificate[] {identity.certificate()}));
      return new DefaultCertificateManager(
          new MemoryCertificateQuarantine(),
          DefaultApplicationGroup.createAndInitialize(
              new MemoryTrustListManager(),
              store,
              new GivenCertificate(identity),
              (chain, uri, hosts) -> {}));
    } catch (Exception e) {
      throw new IllegalStateException("plant " + place.site() + ": certificate unusable", e);
    }
  }

  /** Makes no certificates: the server has the one it was given. */
  private static final class GivenCertificate extends RsaSha256CertificateFactory {
    private final ServerIdentity identity;

    GivenCertificate(ServerIdentity identity) {
      this.identity = identity;
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
      return new X509Certificate[] {identity.certificate()};
    }
  }
}
