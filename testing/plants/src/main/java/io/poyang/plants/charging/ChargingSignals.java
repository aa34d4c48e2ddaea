package io.poyang.plants.charging;

import static io.poyang.plants.instrument.Gauge.register;
import static io.poyang.plants.instrument.Gauge.sensor;
import static io.poyang.plants.instrument.Gauge.state;

import io.poyang.plants.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The charging station's signal table: every charger alike, then the station. */
public final class ChargingSignals {
  private static final String STATES =
      "0 离线|offline, 1 空闲|free, 2 占用未充电|occupied, 3 充电中|charging, 4 预约|reserved, 255 故障|fault";

  private ChargingSignals() {}

  /** The names of the chargers, {@code c1} to {@code c6}. */
  public static List<String> chargers() {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= ChargingModel.CHARGERS; number++) {
      names.add("c" + number);
    }
    return names;
  }

  public static List<Gauge<ChargingModel>> table() {
    List<Gauge<ChargingModel>> table = new ArrayList<>();
    for (int i = 0; i < ChargingModel.CHARGERS; i++) {
      charger(table, i);
    }
    station(table);
    return List.copyOf(table);
  }

  private static void charger(List<Gauge<ChargingModel>> table, int index) {
    String device = "c" + (index + 1);
    Function<ChargingModel, Charger> its = model -> model.chargers.get(index);
    List.of(
            sensor(
                    device + ".power",
                    device + "充电功率|" + device + " charging power",
                    "kW",
                    0,
                    250,
                    (ChargingModel m) -> its.apply(m).power())
                .quantity("charger.power"),
            sensor(
                    device + ".voltage",
                    device + "充电电压|" + device + " charging voltage",
                    "V",
                    0,
                    1_000,
                    (ChargingModel m) -> its.apply(m).voltage())
                .quantity("charger.voltage")
                .noise(0),
            sensor(
                    device + ".current",
                    device + "充电电流|" + device + " charging current",
                    "A",
                    0,
                    400,
                    (ChargingModel m) -> its.apply(m).current())
                .quantity("charger.current"),
            register(
                    device + ".energy",
                    device + "电表读数|" + device + " energy register",
                    "kW.h",
                    (ChargingModel m) -> its.apply(m).energy())
                .quantity("charger.energy")
                .every(5),
            sensor(
                    device + ".soc",
                    device + "电池电量|" + device + " state of charge",
                    "%",
                    0,
                    100,
                    (ChargingModel m) -> its.apply(m).charge())
                .quantity("charger.soc")
                .noise(0),
            sensor(
                    device + ".plug.temperature",
                    device + "枪头温度|" + device + " plug temperature",
                    "Cel",
                    -40,
                    120,
                    (ChargingModel m) -> its.apply(m).plugTemperature())
                .quantity("charger.plug.temperature"),
            state(
                    device + ".status",
                    device + "充电桩状态|" + device + " charger status",
                    STATES,
                    (ChargingModel m) -> its.apply(m).code())
                .quantity("charger.status")
                .every(5))
        .forEach(row -> table.add(row.on(device)));
  }

  private static void station(List<Gauge<ChargingModel>> table) {
    List.of(
            sensor("grid.power", "电网侧功率|Grid power", "kW", 0, 800, ChargingModel::gridPower)
                .on("grid")
                .every(1),
            sensor("grid.voltage", "电网电压|Grid voltage", "V", 0, 500, ChargingModel::gridVoltage)
                .on("grid")
                .noise(0.2),
            register("grid.energy", "电网侧电度|Grid energy", "kW.h", ChargingModel::energy).on("grid"),
            sensor(
                    "transformer.temperature",
                    "变压器油温|Transformer temperature",
                    "Cel",
                    -20,
                    120,
                    ChargingModel::oilTemperature)
                .on("transformer"),
            sensor("transformer.load", "变压器负载率|Transformer load", "%", 0, 150, ChargingModel::load)
                .on("transformer"),
            sensor(
                    "ambient.temperature",
                    "环境温度|Ambient temperature",
                    "Cel",
                    -20,
                    60,
                    ChargingModel::ambient)
                .on("station")
                .every(10))
        .forEach(table::add);
  }
}
