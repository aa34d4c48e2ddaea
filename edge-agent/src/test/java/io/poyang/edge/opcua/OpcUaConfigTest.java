package io.poyang.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.poyang.edge.opcua.OpcUaConfig.Login;
import io.poyang.edge.opcua.OpcUaConfig.Security;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Test;

final class OpcUaConfigTest {
  private static final String SMALL =
      """
      name: scada
      endpoint: opc.tcp://localhost:4840/plant
      signals:
        - {point: level, unit: m, node: 'nsu=urn:plant;s=Level'}
      """;

  @Test
  void sampleIsAConfiguration() throws IOException {
    OpcUaConfig config = read(resource("sample.yaml"));
    assertThat(config.security()).isEqualTo(Security.BASIC256_SHA256);
    assertThat(config.signals()).hasSize(2);
    assertThat(config.browse()).isNotNull();
    assertThat(config.toString()).doesNotContain("from-the-environment");
  }

  @Test
  void readmeQuotesTheSample() throws IOException {
    assertThat(resource("README.md")).contains("```yaml\n" + resource("sample.yaml") + "```\n");
  }

  @Test
  void whatIsNotWrittenIsSecureAndQuick() {
    OpcUaConfig config = read(SMALL);
    assertThat(config.security()).isEqualTo(Security.BASIC256_SHA256);
    assertThat(config.checkHostname()).isTrue();
    assertThat(config.login()).isEqualTo(new Login.Anonymous());
    assertThat(config.publishingInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.samplingInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.queueSize()).isEqualTo(4);
  }

  @Test
  void queueHoldsTwiceWhatIsSampledBetweenTwoPublishes() {
    assertThat(read(SMALL + "publishing-interval: 5s\nsampling-interval: 300ms\n").queueSize())
        .isEqualTo(34);
    assertThat(read(SMALL + "sampling-interval: 10s\n").queueSize()).isEqualTo(2);
  }

  @Test
  void everyFailureIsNamedInOneGo() {
    String bad =
        """
        name: scada
        endpoint: http://localhost
        security: Basic128Rsa15
        username: agent
        sampling-interval: 1ms
        signals:
          - {point: level, unit: m, node: 'Level'}
          - {point: flow, unit: m3/h, nod: 'nsu=urn:plant;s=Flow'}
        """;
    assertThatThrownBy(() -> read(bad))
        .asInstanceOf(type(ConfigException.class))
        .satisfies(
            failed ->
                assertThat(String.join("\n", failed.failures()))
                    .contains("endpoint was 'http://localhost'", "opc.tcp://HOST:PORT")
                    .contains("security was 'Basic128Rsa15' but must be one of Basic256Sha256")
                    .contains("password is missing")
                    .contains("sampling-interval was 1ms but must be 10ms..1h")
                    .contains("signals[0].node was 'Level': must be written nsu=")
                    .contains("signals[1].node is missing")
                    .contains("signals[1].nod is not a known key"));
  }

  @Test
  void samePointTwiceIsRefused() {
    assertThatThrownBy(
            () -> read(SMALL + "  - {point: level, unit: m, node: 'nsu=urn:plant;s=Other'}\n"))
        .hasMessageContaining("names point level twice");
  }

  @Test
  void nodeIsFoundWhereverItsNamespaceIs() {
    NodeAddress address = NodeAddress.parse("nsu=urn:plant;s=Level");
    NamespaceTable namespaces = new NamespaceTable();
    assertThat(address.in(namespaces)).isEmpty();
    namespaces.add("urn:stranger");
    namespaces.add("urn:plant");
    assertThat(address.in(namespaces)).contains(new NodeId(2, "Level"));
    assertThat(address.isByIndex()).isFalse();
    assertThat(NodeAddress.parse("ns=2;s=Level").isByIndex()).isTrue();
  }

  private static OpcUaConfig read(String yaml) {
    return Config.parse(
        Path.of("edge.yaml"),
        yaml,
        Map.of("NORTH_WORKS_OPCUA_PASSWORD", "from-the-environment")::get,
        section -> OpcUaConfig.read(section, Bench.SITE));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = OpcUaConfig.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
