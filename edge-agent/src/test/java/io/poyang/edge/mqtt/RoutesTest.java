package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.mqtt.Routes.Route;
import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SiteId;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class RoutesTest {
  private final MqttConfig config =
      Configs.parse(
          new SiteId("north-works"),
          """
          name: gate
          server: mqtt://127.0.0.1
          topics:
            - topic: piles/{device}/telemetry
              devices: [P1]
              signals:
                - point: "{device}.power"
                  unit: kW
                  value: /kw
                  range: [0, 240]
                  deadband: 0.5
                  name: {zh: "{device} 功率", en: "Power of {device}"}
          """);
  private final Routes routes = new Routes(config);

  private List<Signal> found(String topic) {
    return routes.of(topic) instanceof Route.To to
        ? to.found().stream().map(SignalSetting::signal).toList()
        : List.of();
  }

  @Test
  void listedDevicesAreKnownUpFront() {
    assertThat(config.signals())
        .singleElement()
        .satisfies(setting -> assertThat(setting.deadband()).isEqualTo(0.5))
        .extracting(setting -> setting.signal().id().point())
        .isEqualTo("p1.power");
    assertThat(found("piles/P1/telemetry")).isEmpty();
  }

  @Test
  void deviceThatAppearsIsFoundOnceWithAllThatTheTemplateSays() {
    assertThat(found("piles/P7/telemetry"))
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.id().toString()).isEqualTo("north-works/p7.power");
              assertThat(signal.device()).isEqualTo("p7");
              assertThat(signal.name().en()).isEqualTo("Power of P7");
              assertThat(signal.name().zh()).isEqualTo("P7 功率");
              assertThat(signal.quantity()).isEqualTo("p7.power");
              assertThat(signal.range()).isNotNull();
            });
    assertThat(found("piles/P7/telemetry")).isEmpty();
  }

  @Test
  void twoDevicesThatDifferOnlyInCaseAreNotMixed() {
    assertThat(routes.of("piles/p1/telemetry"))
        .asInstanceOf(InstanceOfAssertFactories.type(Route.Nowhere.class))
        .satisfies(nowhere -> assertThat(nowhere.why()).contains("'p1'", "'P1'"));
    assertThat(routes.of("piles/P1/telemetry")).isInstanceOf(Route.To.class);
  }

  @Test
  void endlessDevicesDoNotFillTheMemory() {
    for (int i = 0; i < 11_000; i++) {
      routes.of("piles/d" + i + "/telemetry");
    }
    assertThat(routes.of("piles/one-more/telemetry"))
        .asInstanceOf(InstanceOfAssertFactories.type(Route.Nowhere.class))
        .satisfies(nowhere -> assertThat(nowhere.kind()).isEqualTo(Unreadable.TOO_MANY_DEVICES));
    // Those that came in time go on.
    assertThat(routes.of("piles/d1/telemetry")).isInstanceOf(Route.To.class);
  }
}
