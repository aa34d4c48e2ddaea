package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moquette.broker.config.IConfig;
import io.poyang.edge.source.RecordingSink;
import io.poyang.edge.source.SourceState;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask, over real brokers. */
@Timeout(60)
final class MqttSourceTest {
  private static final SiteId SITE = new SiteId("north-works");

  private final List<AutoCloseable> open = new ArrayList<>();
  private final RecordingSink sink = new RecordingSink();
  private final MeterRegistry meters = new SimpleMeterRegistry();

  @TempDir Path folder;

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  private <T extends SiteBroker> T started(T broker) throws IOException {
    opened(broker).start();
    return broker;
  }

  private MqttSource source(SiteBroker broker, String more) {
    return source(broker.port(), more);
  }

  private MqttSource source(int port, String more) {
    MqttSource source =
        opened(
            new MqttSource(
                Configs.parse(
                    SITE,
                    """
                    name: gate
                    server: mqtt://127.0.0.1:%d
                    topics:
                      - topic: piles/{device}/telemetry
                        time: /ts
                        signals:
                          - {point: "{device}.power", unit: kW, value: /kw}
                      - topic: meters/{device}
                        payload: number
                        signals:
                          - {point: "{device}.total", unit: kW.h}
                    """
                            .formatted(port)
                        + more),
                folder,
                InstantSource.system(),
                meters));
    source.start(sink);
    return source;
  }

  private static void awaitConnected(MqttSource source) {
    await().until(() -> source.state() instanceof SourceState.Connected);
  }

  private static void awaitReason(MqttSource source, String reason) {
    await().until(() -> source.state().detail().contains(reason));
    assertThat(source.state()).isInstanceOf(SourceState.Disconnected.class);
  }

  private List<Double> values() {
    return sink.readings().stream().map(Reading::value).toList();
  }

  @Test
  void deviceNameIsTakenFromTheTopic() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    awaitConnected(source(broker, ""));
    broker.publish("piles/P1/telemetry", "{\"ts\": 1772337598250, \"kw\": 7}");
    broker.publish("piles/P2/telemetry", "{\"ts\": 1772337598250, \"kw\": 8}");
    broker.publish("piles/P1/telemetry", "{\"ts\": 1772337599250, \"kw\": 9}");
    await().until(() -> sink.readings().size() == 3);
    assertThat(sink.readings())
        .extracting(reading -> reading.signal().point())
        .containsExactly("p1.power", "p2.power", "p1.power");
    assertThat(sink.discovered())
        .extracting(signal -> signal.id().point())
        .containsExactly("p1.power", "p2.power");
  }

  @Test
  void sensorsOfQualityOfServiceZeroAreRead() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    awaitConnected(source(broker, ""));
    broker.publish("meters/m1", "12.5", 0, false);
    await().untilAsserted(() -> assertThat(values()).containsExactly(12.5));
  }

  @Test
  void retainedMessagesAreReadOnlyWithTheirOwnTime() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    broker.publish("meters/m1", "12.5", 1, true);
    broker.publish("piles/p1/telemetry", "{\"ts\": 1772337598250, \"kw\": 7}", 1, true);
    source(broker, "");
    await().until(() -> Refusals.counter(meters, "gate", Unreadable.RETAINED).count() == 1);
    await().untilAsserted(() -> assertThat(values()).containsExactly(7.0));
  }

  @Test
  void whatCameWhileTheAgentWasAwayIsReadInOrderWhenItIsBack() throws IOException {
    for (String version : List.of("version: 5\n", "version: 3.1.1\n")) {
      SiteBroker broker = started(new MosquittoBroker());
      MqttSource first = source(broker, version);
      awaitConnected(first);
      first.close();
      int before = sink.readings().size();
      IntStream.range(0, 200)
          .forEach(
              i ->
                  broker.publish(
                      "piles/p1/telemetry",
                      "{\"ts\": %d, \"kw\": %d}".formatted(1772337598250L + i, i)));
      source(broker, version);
      await().until(() -> sink.readings().size() >= before + 200);
      assertThat(values().subList(before, before + 200))
          .isEqualTo(IntStream.range(0, 200).mapToObj(Double::valueOf).toList());
    }
  }

  /** The log dies with half of it on disk: the other half must come again, and only that. */
  @Test
  void onlyWhatWasNotSafeIsDeliveredAgain() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    MqttSource first = source(broker, "");
    awaitConnected(first);
    publishPower(broker, 1);
    await().untilAsserted(() -> assertThat(values()).containsExactly(1.0));
    sink.hold();
    publishPower(broker, 2);
    publishPower(broker, 3);
    await().until(() -> sink.offered().size() == 3);
    first.close();

    RecordingSink next = new RecordingSink();
    MqttSource second =
        opened(new MqttSource(config(broker.port()), folder, InstantSource.system(), meters));
    second.start(next);
    await().until(() -> next.readings().size() == 2);
    publishPower(broker, 4);
    await().until(() -> next.readings().size() == 3);
    assertThat(next.readings()).extracting(Reading::value).containsExactly(2.0, 3.0, 4.0);
  }

  private static MqttConfig config(int port) {
    return Configs.parse(
        SITE,
        """
        name: gate
        server: mqtt://127.0.0.1:%d
        topics:
          - topic: piles/{device}/telemetry
            time: /ts
            signals:
              - {point: "{device}.power", unit: kW, value: /kw}
        """
            .formatted(port));
  }

  private static void publishPower(SiteBroker broker, int kw) {
    broker.publish(
        "piles/p1/telemetry", "{\"ts\": %d, \"kw\": %d}".formatted(1772337598250L + kw, kw));
  }

  @Test
  void wrongPasswordIsSaidWithItsMend() throws Exception {
    Path passwords = folder.resolve("passwords");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", "-c", passwords.toString(), "gate", "right")
            .start();
    assumeTrue(made.waitFor() == 0, "no mosquitto_passwd");
    SiteBroker broker =
        started(new MosquittoBroker("allow_anonymous false\npassword_file " + passwords + "\n"));
    String mend = "refuses user 'gate': check username and password";
    awaitReason(source(broker, "username: gate\npassword: wrong\n"), mend);
    awaitReason(source(broker, "version: 3.1.1\nusername: gate\npassword: wrong\n"), mend);
    awaitReason(source(broker, ""), "refuses a client without a name");
    awaitConnected(source(broker, "username: gate\npassword: right\n"));
    awaitConnected(
        source(broker, "client-id: other\nversion: 3.1.1\nusername: gate\npassword: right\n"));
  }

  @Test
  void topicThatTheBrokerRefusesIsNamedAndTheOthersAreRead() throws IOException {
    SiteBroker broker = started(new MoquetteBroker().hiding("piles/+/telemetry"));
    MqttSource source = source(broker, "version: 3.1.1\n");
    awaitConnected(source);
    assertThat(source.state().detail()).contains("the broker refuses us piles/+/telemetry: allow");
    broker.publish("meters/m1", "12.5");
    await().untilAsserted(() -> assertThat(values()).containsExactly(12.5));
  }

  /** They push each other out for ever, and Mosquitto does not say why. */
  @Test
  void twoClientsOfOneNameAreTold() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    MqttSource first = source(broker, "client-id: twin\n");
    awaitConnected(first);
    source(broker, "client-id: twin\n");
    awaitReason(first, "check that no other client has client-id twin");
  }

  @Test
  void brokerWithoutMqtt5IsSaidWithItsMend() throws IOException {
    SiteBroker broker = started(new MoquetteBroker());
    awaitReason(source(broker, ""), "set version: 3.1.1");
  }

  /** Something that listens but never speaks, such as a frozen broker. */
  @Test
  void closesThoughTheBrokerNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      MqttSource source = source(silent.getLocalPort(), "");
      silent.accept();
      assertThat(source.state()).isInstanceOf(SourceState.Connecting.class);
      source.close();
      await().until(() -> threadsOf("gate").isEmpty());
    }
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    SiteBroker broker = started(new MosquittoBroker());
    for (String version : List.of("5", "3.1.1")) {
      MqttSource source = source(broker, "version: " + version + "\n");
      awaitConnected(source);
      source.close();
      await().until(() -> threadsOf("gate").isEmpty());
    }
  }

  private static List<String> threadsOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(thread -> thread.contains(name))
        .toList();
  }

  private static @Nullable BrokerKeys made;

  /** Made once: it takes a JVM of its own. */
  private static BrokerKeys keys() throws Exception {
    if (made == null) {
      made = BrokerKeys.make();
    }
    return made;
  }

  @Test
  void readsOverTlsWithTheCertificateOfTheBroker() throws Exception {
    BrokerKeys keys = keys();
    int port = SiteBroker.freePort();
    SiteBroker broker =
        started(
            new MoquetteBroker()
                .with(IConfig.SSL_PORT_PROPERTY_NAME, Integer.toString(port))
                .with(IConfig.JKS_PATH_PROPERTY_NAME, keys.store().toString())
                .with(IConfig.KEY_STORE_TYPE, "pkcs12")
                .with(IConfig.KEY_STORE_PASSWORD_PROPERTY_NAME, BrokerKeys.PASSWORD)
                .with(IConfig.KEY_MANAGER_PASSWORD_PROPERTY_NAME, BrokerKeys.PASSWORD));
    awaitConnected(tls("3.1.1", "localhost:" + port, keys.certificate()));
    broker.publish("meters/m1", "3");
    await().untilAsserted(() -> assertThat(values()).containsExactly(3.0));
  }

  @Test
  void brokerWithAnotherCertificateOrAnotherNameIsNotTrusted() throws Exception {
    BrokerKeys keys = keys();
    BrokerKeys others = BrokerKeys.make();
    SiteBroker broker =
        started(
            new MosquittoBroker(
                "allow_anonymous true\ncertfile %s\nkeyfile %s\n"
                    .formatted(keys.certificate(), keys.key())));
    for (String version : List.of("5", "3.1.1")) {
      awaitConnected(tls(version, "localhost:" + broker.port(), keys.certificate()));
      awaitReason(tls(version, "localhost:" + broker.port(), others.certificate()), "TLS failed");
      awaitReason(tls(version, "127.0.0.1:" + broker.port(), keys.certificate()), "TLS failed");
    }
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    awaitReason(
        tls("5", "localhost:" + broker.port(), empty), "ca file " + empty + " cannot be used");
  }

  private MqttSource tls(String version, String server, Path ca) {
    MqttSource source =
        opened(
            new MqttSource(
                Configs.parse(
                    SITE,
                    """
                    name: gate
                    version: %s
                    client-id: c%d
                    server: mqtts://%s
                    ca: %s
                    topics:
                      - topic: meters/{device}
                        payload: number
                        signals:
                          - {point: "{device}.total", unit: kW.h}
                    """
                        .formatted(version, open.size(), server, ca)),
                folder,
                InstantSource.system(),
                meters));
    source.start(sink);
    return source;
  }
}
