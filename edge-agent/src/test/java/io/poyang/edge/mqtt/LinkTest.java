package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.mqtt.MqttConfig.Version;
import io.poyang.telemetry.SiteId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A power cut: the socket is gone without a farewell. */
final class LinkTest {
  private static final class Received implements Link.Listener {
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final List<Boolean> present = new CopyOnWriteArrayList<>();

    @Override
    public void greeted(boolean sessionPresent) {
      present.add(sessionPresent);
    }

    @Override
    public void arrived(Message message) {
      messages.add(message);
    }

    @Override
    public void lost(String reason) {
      losses.add(reason);
    }

    List<String> payloads() {
      return messages.stream()
          .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
          .toList();
    }
  }

  private static Link link(SiteBroker broker, Version version) throws LinkException {
    MqttConfig config =
        Configs.parse(
            new SiteId("north-works"),
            """
            name: gate
            server: mqtt://127.0.0.1:%d
            version: %s
            topics:
              - {topic: meters/m1, payload: number, signals: [{point: m1.power, unit: kW}]}
            """
                .formatted(broker.port(), version == Version.V5 ? "5" : "3.1.1"));
    return version == Version.V5 ? new Mqtt5Link(config) : new Mqtt311Link(config);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotAcknowledgedBeforeTheCutComesAgain(Version version) throws Exception {
    try (SiteBroker broker = new MosquittoBroker()) {
      broker.start();
      Received before = new Received();
      try (Link link = link(broker, version)) {
        assertThat(link.open(before)).isEmpty();
        broker.publish("meters/m1", "1");
        await().until(() -> before.messages.size() == 1);
        link.acknowledge(before.messages.getFirst().id());
        broker.publish("meters/m1", "2");
        await().until(() -> before.messages.size() == 2);
        link.cut();
        await().until(() -> !before.losses.isEmpty());
        // Too late for this connection; it must not reach the next one either.
        link.acknowledge(before.messages.getLast().id());
      }
      Received after = new Received();
      try (Link link = link(broker, version)) {
        link.open(after);
        broker.publish("meters/m1", "3");
        await().until(() -> after.messages.size() == 2);
        assertThat(after.payloads()).containsExactly("2", "3");
        assertThat(before.present).containsExactly(false);
        assertThat(after.present).containsExactly(true);
      }
    }
  }
}
