package io.poyang.edge.opcua;

import io.poyang.telemetry.Quality;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.security.CertificateStore;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real OPC UA server whose values a test sets. What it was told outlives a restart: the plant
 * goes on while its server is down, and the history knows.
 */
final class TestOpcUaServer implements AutoCloseable {
  static final String NAMESPACE = "urn:poyang:test:plant";
  static final String USER = "agent";
  static final String PASSWORD = "river-and-lake";
  private static final String APPLICATION = "urn:poyang:test:server";
  private static final int HISTORY_PAGE = 4;
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  static {
    Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false;
  }

  /** A server of its own making; its certificate stays the same over restarts. */
  record Identity(KeyPair keys, X509Certificate certificate) {
    static final Identity SHARED = named("localhost", "127.0.0.1");

    static Identity named(String host, String address) {
      try {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        X509Certificate certificate =
            new SelfSignedCertificateBuilder(keys)
                .setCommonName("test server")
                .setApplicationUri(APPLICATION)
                .addDnsName(host)
                .addIpAddress(address)
                .build();
        return new Identity(keys, certificate);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Point {
    final NodeId dataType;
    final boolean historized;
    final String folder;
    final List<DataValue> history = new ArrayList<>();
    DataValue value;
    boolean present = true;

    Point(NodeId dataType, boolean historized, String folder, DataValue value) {
      this.dataType = dataType;
      this.historized = historized;
      this.folder = folder;
      this.value = value;
    }
  }

  private final Map<String, Point> points = new LinkedHashMap<>();
  private final Identity identity;
  private final int port;
  private @Nullable OpcUaServer server;
  private @Nullable Plant plant;
  private volatile int historyReads;
  private volatile @Nullable StatusCode historyRefusal;
  private volatile boolean historyBroken;

  TestOpcUaServer() throws Exception {
    this(Identity.SHARED);
  }

  TestOpcUaServer(Identity identity) throws Exception {
    this.identity = identity;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port + "/plant";
  }

  static String address(String point) {
    return "nsu=" + NAMESPACE + ";s=" + point;
  }

  X509Certificate certificate() {
    return identity.certificate();
  }

  TestOpcUaServer number(String point, double value) {
    return point(point, NodeIds.Double, false, "tank", value);
  }

  TestOpcUaServer historized(String point, double value) {
    return point(point, NodeIds.Double, true, "tank", value);
  }

  synchronized TestOpcUaServer point(
      String name, NodeId type, boolean historized, String folder, Object value) {
    points.put(
        name,
        new Point(
            type,
            historized,
            folder,
            new DataValue(new Variant(value), StatusCode.GOOD, new DateTime(LONG_AGO))));
    return this;
  }

  void start() throws Exception {
    start(0);
  }

  /**
   * @param strangers namespaces that take an index before the plant's
   */
  synchronized void start(int strangers) throws Exception {
    OpcUaServer starting = new OpcUaServer(config(), profile -> transport());
    for (int i = 0; i < strangers; i++) {
      starting.getNamespaceTable().add("urn:stranger:" + i);
    }
    Plant fresh = new Plant(starting);
    fresh.startup();
    starting.startup().get(10, TimeUnit.SECONDS);
    server = starting;
    plant = fresh;
  }

  synchronized void stop() throws Exception {
    if (server != null) {
      Plant stopping = plant;
      if (stopping != null) {
        stopping.shutdown();
      }
      server.shutdown().get(10, TimeUnit.SECONDS);
      server = null;
      plant = null;
    }
  }

  @Override
  public void close() throws Exception {
    stop();
  }

  void set(String point, double value, Instant at) {
    set(point, value, at, Quality.STATUS_GOOD);
  }

  void set(String point, Object value, Instant at, int status) {
    set(point, new Variant(value), at, status);
  }

  void setEmpty(String point, Instant at, int status) {
    set(point, Variant.NULL_VALUE, at, status);
  }

  private void set(String point, Variant value, Instant at, int status) {
    set(
        point,
        new DataValue(
            value,
            new StatusCode(Integer.toUnsignedLong(status)),
            new DateTime(at),
            DateTime.now()));
  }

  synchronized void set(String name, DataValue value) {
    Point point = points.get(name);
    if (point == null) {
      throw new IllegalArgumentException("no point " + name);
    }
    point.value = value;
    point.history.add(value);
    if (plant != null) {
      plant.show(name, value);
    }
  }

  /** Takes the node away, or brings it back. */
  synchronized void present(String name, boolean present) {
    Point point = points.get(name);
    if (point != null && plant != null) {
      point.present = present;
      if (present) {
        plant.add(name, point);
      } else {
        plant.remove(name);
      }
    }
  }

  int historyReads() {
    return historyReads;
  }

  /** What each history read ends with from now on; null answers as usual. */
  void refuseHistory(@Nullable StatusCode status) {
    historyRefusal = status;
  }

  /** From now on the whole service fails, or answers again. */
  void breakHistory(boolean broken) {
    historyBroken = broken;
  }

  synchronized int monitored() {
    return plant == null ? 0 : plant.items.size();
  }

  private OpcUaServerConfig config() throws Exception {
    DefaultApplicationGroup group = group();
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("test server"))
        .setApplicationUri(APPLICATION)
        .setProductUri("urn:poyang:test")
        .setEndpoints(
            Set.of(endpoint(SecurityPolicy.Basic256Sha256), endpoint(SecurityPolicy.None)))
        .setCertificateManager(
            new DefaultCertificateManager(new MemoryCertificateQuarantine(), group))
        .setIdentityValidator(
            new UsernameIdentityValidator(
                challenge ->
                    USER.equals(challenge.getUsername())
                        && PASSWORD.equals(challenge.getPassword())))
        .build();
  }

  private EndpointConfig endpoint(SecurityPolicy policy) {
    return EndpointConfig.newBuilder()
        .setBindAddress("127.0.0.1")
        .setBindPort(port)
        // A name that only the server knows, as many do.
        .setHostname("plant-controller")
        .setPath("/plant")
        .setCertificate(identity.certificate())
        .setSecurityPolicy(policy)
        .setSecurityMode(
            policy == SecurityPolicy.None
                ? MessageSecurityMode.None
                : MessageSecurityMode.SignAndEncrypt)
        .addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME)
        .build();
  }

  private DefaultApplicationGroup group() throws Exception {
    MemoryCertificateStore store = new MemoryCertificateStore();
    store.set(
        NodeIds.RsaSha256ApplicationCertificateType,
        new CertificateStore.Entry(
            identity.keys().getPrivate(), new X509Certificate[] {identity.certificate()}));
    return DefaultApplicationGroup.createAndInitialize(
        new MemoryTrustListManager(),
        store,
        new RsaSha256CertificateFactory() {
          @Override
          protected KeyPair createRsaSha256KeyPair() {
            return identity.keys();
          }

          @Override
          protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
            return new X509Certificate[] {identity.certificate()};
          }
        },
        (chain, uri, hosts) -> {});
  }

  private static OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build());
  }

  /** The server's address space; a value is pushed, not sampled, so that none is passed over. */
  private final class Plant extends ManagedNamespaceWithLifecycle {
    final List<DataItem> items = new CopyOnWriteArrayList<>();
    private final Map<String, UaFolderNode> folders = new LinkedHashMap<>();

    Plant(OpcUaServer server) {
      super(server, NAMESPACE);
      getLifecycleManager().addStartupTask(() -> points.forEach(this::add));
    }

    void add(String name, Point point) {
      if (!point.present) {
        return;
      }
      UaVariableNode node =
          new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
              .setNodeId(newNodeId(name))
              .setBrowseName(newQualifiedName(name))
              .setDisplayName(LocalizedText.english(name + " of the tank"))
              .setDataType(point.dataType)
              .setTypeDefinition(NodeIds.BaseDataVariableType)
              .setAccessLevel(
                  point.historized
                      ? Set.of(AccessLevel.CurrentRead, AccessLevel.HistoryRead)
                      : Set.of(AccessLevel.CurrentRead))
              .setUserAccessLevel(
                  point.historized
                      ? Set.of(AccessLevel.CurrentRead, AccessLevel.HistoryRead)
                      : Set.of(AccessLevel.CurrentRead))
              .setHistorizing(point.historized)
              .build();
      node.setValue(point.value);
      getNodeManager().addNode(node);
      folder(point.folder).addOrganizes(node);
      if (point.dataType.equals(NodeIds.Double)) {
        property(
            node,
            "EngineeringUnits",
            NodeIds.EUInformation,
            new EUInformation(
                "http://www.opcfoundation.org/UA/units/un/cefact",
                4_408_652,
                LocalizedText.english("°C"),
                LocalizedText.english("degree Celsius")));
        property(node, "EURange", NodeIds.Range, new Range(-20.0, 120.0));
      }
    }

    private void property(UaVariableNode of, String name, NodeId type, Object value) {
      UaVariableNode property =
          new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
              .setNodeId(newNodeId(of.getNodeId().getIdentifier() + "." + name))
              .setBrowseName(
                  new org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName(0, name))
              .setDisplayName(LocalizedText.english(name))
              .setDataType(type)
              .setTypeDefinition(NodeIds.PropertyType)
              .setAccessLevel(AccessLevel.READ_ONLY)
              .setUserAccessLevel(AccessLevel.READ_ONLY)
              .build();
      ExtensionObject packed =
          ExtensionObject.encode(
              getServer().getStaticEncodingContext(),
              (org.eclipse.milo.opcua.stack.core.types.UaStructuredType) value);
      property.setValue(new DataValue(new Variant(packed)));
      getNodeManager().addNode(property);
      of.addReference(
          new Reference(
              of.getNodeId(), NodeIds.HasProperty, property.getNodeId().expanded(), true));
    }

    private UaFolderNode folder(String name) {
      return folders.computeIfAbsent(
          name,
          key -> {
            UaFolderNode folder =
                new UaFolderNode(
                    getNodeContext(),
                    newNodeId(key),
                    newQualifiedName(key),
                    LocalizedText.english(key));
            getNodeManager().addNode(folder);
            folder.addReference(
                new Reference(
                    folder.getNodeId(),
                    NodeIds.Organizes,
                    NodeIds.ObjectsFolder.expanded(),
                    false));
            return folder;
          });
    }

    void remove(String name) {
      NodeId id = newNodeId(name);
      getNodeManager().getNode(id).ifPresent(node -> node.delete());
      push(id, new DataValue(new StatusCode(StatusCodes.Bad_NodeIdUnknown)));
    }

    void show(String name, DataValue value) {
      NodeId id = newNodeId(name);
      getNodeManager()
          .getNode(id)
          .ifPresent(
              node -> {
                ((UaVariableNode) node).setValue(value);
                push(id, value);
              });
    }

    private void push(NodeId id, DataValue value) {
      items.stream()
          .filter(item -> item.getReadValueId().getNodeId().equals(id))
          .forEach(item -> item.setValue(value));
    }

    @Override
    public void onDataItemsCreated(List<DataItem> created) {
      synchronized (TestOpcUaServer.this) {
        items.addAll(created);
        for (DataItem item : created) {
          getNodeManager()
              .getNode(item.getReadValueId().getNodeId())
              .ifPresent(node -> item.setValue(((UaVariableNode) node).getValue()));
        }
      }
    }

    @Override
    public void onDataItemsModified(List<DataItem> modified) {}

    @Override
    public void onDataItemsDeleted(List<DataItem> deleted) {
      items.removeAll(deleted);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> changed) {}

    @Override
    public List<HistoryReadResult> historyRead(
        HistoryReadContext context,
        HistoryReadDetails details,
        TimestampsToReturn timestamps,
        List<HistoryReadValueId> wanted) {
      historyReads++;
      if (historyBroken) {
        throw new IllegalStateException("the historian is broken");
      }
      synchronized (TestOpcUaServer.this) {
        return wanted.stream().map(one -> page((ReadRawModifiedDetails) details, one)).toList();
      }
    }

    /** Small pages, so that every fill has to come back for more. */
    private HistoryReadResult page(ReadRawModifiedDetails details, HistoryReadValueId wanted) {
      StatusCode refusal = historyRefusal;
      if (refusal != null) {
        return new HistoryReadResult(refusal, ByteString.NULL_VALUE, null);
      }
      Point point = points.get(String.valueOf(wanted.getNodeId().getIdentifier()));
      if (point == null || !point.historized) {
        return new HistoryReadResult(
            new StatusCode(StatusCodes.Bad_HistoryOperationUnsupported),
            ByteString.NULL_VALUE,
            null);
      }
      List<DataValue> all =
          point.history.stream()
              .filter(v -> !sourceTime(v).isBefore(details.getStartTime().getJavaInstant()))
              .filter(v -> sourceTime(v).isBefore(details.getEndTime().getJavaInstant()))
              .toList();
      ByteString place = wanted.getContinuationPoint();
      int from = place == null || place.isNull() ? 0 : place.bytesOrEmpty()[0];
      int to = Math.min(all.size(), from + HISTORY_PAGE);
      HistoryData data = new HistoryData(all.subList(from, to).toArray(DataValue[]::new));
      return new HistoryReadResult(
          StatusCode.GOOD,
          to < all.size() ? ByteString.of(new byte[] {(byte) to}) : ByteString.NULL_VALUE,
          ExtensionObject.encode(getServer().getStaticEncodingContext(), data));
    }

    private static Instant sourceTime(DataValue value) {
      DateTime time = value.sourceTime();
      return time == null ? Instant.EPOCH : time.getJavaInstant();
    }
  }
}
