package io.poyang.plants;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A real OPC UA client of a plant. */
final class PlantClient implements AutoCloseable {
  private static final String URI = "urn:poyang:test:client";
  private static final KeyPair KEYS = keys();
  private static final X509Certificate CERTIFICATE = certificate();

  private final OpcUaClient client;
  private final String namespace;

  PlantClient(String endpoint, String user, String password, String namespace) throws Exception {
    EndpointDescription secure =
        DiscoveryClient.getEndpoints(endpoint).get().stream()
            .filter(e -> SecurityPolicy.Basic256Sha256.getUri().equals(e.getSecurityPolicyUri()))
            .findFirst()
            .orElseThrow();
    client =
        OpcUaClient.create(
            OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("test"))
                .setApplicationUri(URI)
                .setEndpoint(secure)
                .setKeyPair(KEYS)
                .setCertificate(CERTIFICATE)
                .setCertificateChain(new X509Certificate[] {CERTIFICATE})
                .setCertificateValidator((chain, uri, hosts) -> {})
                .setIdentityProvider(new UsernameProvider(user, password))
                .setRequestTimeout(uint(2_000))
                .build());
    client.connect();
    this.namespace = namespace;
  }

  NodeId node(String point) {
    return new NodeId(client.getNamespaceTable().getIndex(namespace), point);
  }

  DataValue read(String point) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, node(point));
  }

  OpcUaClient opcUa() {
    return client;
  }

  /** Values of a subscription, as they come. */
  List<DataValue> subscribe(String point) throws UaException {
    List<DataValue> seen = new CopyOnWriteArrayList<>();
    OpcUaSubscription subscription = new OpcUaSubscription(client, 100.0);
    subscription.create();
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node(point));
    item.setQueueSize(uint(100));
    item.setDataValueListener((monitored, value) -> seen.add(value));
    subscription.addMonitoredItem(item);
    subscription.createMonitoredItems();
    return seen;
  }

  HistoryReadResult history(String point, Instant from, Instant to, int most, ByteString page)
      throws UaException {
    return client.historyRead(
            new ReadRawModifiedDetails(
                false, new DateTime(from), new DateTime(to), uint(most), false),
            TimestampsToReturn.Both,
            false,
            List.of(new HistoryReadValueId(node(point), null, QualifiedName.NULL_VALUE, page)))
        .getResults()[0];
  }

  List<DataValue> values(HistoryReadResult result) {
    HistoryData data =
        (HistoryData) result.getHistoryData().decode(client.getStaticEncodingContext());
    return List.of(data.getDataValues());
  }

  @Override
  public void close() throws UaException {
    client.disconnect();
  }

  private static KeyPair keys() {
    try {
      return SelfSignedCertificateGenerator.generateRsaKeyPair(2_048);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate() {
    try {
      return new SelfSignedCertificateBuilder(KEYS)
          .setCommonName("test")
          .setApplicationUri(URI)
          .addIpAddress("127.0.0.1")
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
