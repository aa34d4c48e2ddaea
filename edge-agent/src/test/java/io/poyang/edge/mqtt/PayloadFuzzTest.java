package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.wire.Fuzz;
import io.poyang.telemetry.wire.JsonMutations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a sensor publishes is a reading or is counted with its reason, and nothing else. */
class PayloadFuzzTest {
  private static final Instant ARRIVED = Instant.parse("2026-03-01T04:00:00Z");
  private static final long BYTES_AT_LEAST = 128 << 10;
  private static final long BYTES_A_BYTE = 1000;

  private static final MqttConfig CONFIG =
      Configs.parse(
          new SiteId("north-works"),
          """
          name: gate
          server: mqtt://127.0.0.1:1883
          topics:
            - topic: cems/ms
              time: /ts
              quality: /q
              flag: /flag
              signals:
                - {point: stack.nox, unit: mg/m3, value: /nox}
                - {point: stack.so2, unit: mg/m3, value: /gas/so2}
            - topic: cems/s
              time: /ts
              time-format: epoch-s
              signals:
                - {point: stack.dust, unit: mg/m3, value: /nox}
            - topic: cems/iso
              each: /rows
              time: /at
              time-format: iso
              time-zone: Asia/Shanghai
              signals:
                - {point: stack.o2, unit: "%", value: /v}
            - topic: cems/plain
              payload: number
              signals:
                - {point: stack.flow, unit: m3/h}
          """);

  private static final List<byte[]> SEEDS =
      Stream.of(
              "{\"ts\":1772337598250,\"nox\":80.5,\"gas\":{\"so2\":-0.0},\"q\":\"bad\",\"flag\":\"N\"}",
              "{\"ts\":1772337598,\"nox\":80.5,\"gas\":{\"so2\":7},\"q\":2156724224,\"flag\":\"\"}",
              "{\"rows\":[{\"at\":\"2026-03-01T12:00:00\",\"v\":20.9},"
                  + "{\"at\":\"2026-03-01T04:00:00.250Z\",\"v\":21}]}",
              "1250.25",
              "true")
          .map(json -> json.getBytes(StandardCharsets.UTF_8))
          .toList();

  @Test
  void noBytesHarmTheReaderOfSensors() {
    Routes routes = new Routes(CONFIG);
    List<String> topics = List.of("cems/ms", "cems/s", "cems/iso", "cems/plain");
    Fuzz fuzz = Fuzz.of(60_000, 0.1);
    fuzz.run(
        "sensor payloads",
        random ->
            new JsonMutations(random)
                .damaged(
                    SEEDS.get(random.nextInt(SEEDS.size())),
                    SEEDS.get(random.nextInt(SEEDS.size()))),
        bytes -> {
          int readings = 0;
          for (String topic : topics) {
            readings += readings(fuzz, routes, new Message(topic, bytes, 1, false));
          }
          return readings > 0;
        });
  }

  private static int readings(Fuzz fuzz, Routes routes, Message message) {
    int readings = 0;
    Routes.Route.To to = (Routes.Route.To) routes.of(message.topic());
    for (Routes.Leg leg : to.legs()) {
      PayloadReader.Content content =
          fuzz.within(
              BYTES_AT_LEAST + BYTES_A_BYTE * message.payload().length,
              () -> PayloadReader.read(leg.mapping(), leg.signals(), message, ARRIVED));
      readings += content.readings().size();
      assertThat(content.refusals()).allSatisfy(one -> assertThat(one.what()).isNotBlank());
    }
    return readings;
  }
}
