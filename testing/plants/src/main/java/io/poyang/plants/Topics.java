package io.poyang.plants;

import static io.poyang.plants.mqtt.SensorTopic.Style.FLAG_LETTERS;
import static io.poyang.plants.mqtt.SensorTopic.Style.NUMBER;
import static io.poyang.plants.mqtt.SensorTopic.Style.QUALITY_WORDS;

import io.poyang.plants.mqtt.SensorTopic;
import io.poyang.telemetry.SiteKind;
import java.util.List;
import java.util.Map;

/** Which sensor publishes what on which topic. */
final class Topics {
  private static final List<SensorTopic> CHARGING =
      List.of(
          new SensorTopic(
              "chargers/{device}/meter",
              QUALITY_WORDS,
              Map.of(
                  "{device}.power", "kw",
                  "{device}.voltage", "v",
                  "{device}.current", "a",
                  "{device}.energy", "kwh",
                  "{device}.soc", "soc",
                  "{device}.plug.temperature", "temp")),
          new SensorTopic(
              "chargers/{device}/status", QUALITY_WORDS, Map.of("{device}.status", "status")),
          number("station/grid/power", "grid.power"),
          number("station/grid/voltage", "grid.voltage"),
          number("station/grid/energy", "grid.energy"),
          number("station/transformer/temperature", "transformer.temperature"),
          number("station/transformer/load", "transformer.load"),
          number("station/ambient/temperature", "ambient.temperature"));

  private static final List<SensorTopic> STORAGE =
      List.of(
          new SensorTopic(
              "field/wellhead",
              FLAG_LETTERS,
              Map.of(
                  "wellhead.pressure", "pressure",
                  "wellhead.temperature", "temperature",
                  "annulus.pressure", "annulus")),
          new SensorTopic(
              "field/downhole",
              FLAG_LETTERS,
              Map.of("downhole.pressure", "pressure", "downhole.temperature", "temperature")),
          number("field/seismic/count", "seismic.count"),
          number("field/soil1/co2", "soil1.co2"),
          number("field/soil2/co2", "soil2.co2"));

  private Topics() {}

  static List<SensorTopic> of(SiteKind kind) {
    return switch (kind) {
      case EV_CHARGING -> CHARGING;
      case CCUS -> STORAGE;
      case SEWAGE_PLANT, INCINERATOR, OTHER -> List.of();
    };
  }

  private static SensorTopic number(String topic, String point) {
    return new SensorTopic(topic, NUMBER, Map.of(point, "value"));
  }
}
