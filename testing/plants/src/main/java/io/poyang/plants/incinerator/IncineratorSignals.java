package io.poyang.plants.incinerator;

import static io.poyang.plants.instrument.Gauge.analyser;
import static io.poyang.plants.instrument.Gauge.register;
import static io.poyang.plants.instrument.Gauge.sensor;
import static io.poyang.plants.instrument.Gauge.state;

import io.poyang.plants.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The incinerator's signal table: both furnaces alike, then what they share. */
public final class IncineratorSignals {
  private static final String STATES =
      "0 停运|stopped, 1 烘炉|drying out, 2 启炉|starting, 3 正常运行|normal, 4 停炉|stopping,"
          + " 5 停炉降温|cooling down, 6 故障|fault";

  /** A pollutant of a furnace's line, at 11 % oxygen. */
  private record Pollutant(
      String point,
      String zh,
      String en,
      String hj212,
      double top,
      ToDoubleFunction<GasCleaning> truth) {}

  private static final List<Pollutant> POLLUTANTS =
      List.of(
          new Pollutant("pm", "颗粒物", "particulates", "a34013", 100, GasCleaning::dust),
          new Pollutant("nox", "氮氧化物", "NOx", "a21002", 600, GasCleaning::nitrogenOxides),
          new Pollutant("so2", "二氧化硫", "SO2", "a21026", 400, GasCleaning::sulphurDioxide),
          new Pollutant("hcl", "氯化氢", "HCl", "a21024", 200, GasCleaning::hydrogenChloride),
          new Pollutant("co", "一氧化碳", "CO", "a21005", 400, GasCleaning::carbonMonoxide));

  private IncineratorSignals() {}

  public static List<Gauge<IncineratorModel>> table() {
    List<Gauge<IncineratorModel>> table = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      furnace(table, number);
      line(table, number);
    }
    shared(table);
    return List.copyOf(table);
  }

  private static void furnace(List<Gauge<IncineratorModel>> table, int number) {
    String device = "furnace-" + number;
    String point = "furnace" + number + ".";
    String zh = number + "#炉";
    String en = "|Furnace " + number + " ";
    int index = number - 1;
    table.add(
        state(
                point + "state",
                zh + "工况" + en + "state",
                STATES,
                (IncineratorModel m) -> m.furnaces.get(index).state().code())
            .on(device)
            .quantity("furnace.state"));
    for (int i = 0; i < 2 * Furnace.THERMOCOUPLES; i++) {
      boolean upper = i < Furnace.THERMOCOUPLES;
      int place = i % Furnace.THERMOCOUPLES + 1;
      int thermocouple = i;
      String section = upper ? "upper" : "middle";
      table.add(
          sensor(
                  point + section + place,
                  zh + (upper ? "上部温度" : "中部温度") + place + en + section + " temperature " + place,
                  "Cel",
                  0,
                  1_400,
                  (IncineratorModel m) -> m.furnaces.get(index).thermocouple(thermocouple))
              .on(device)
              .quantity("furnace.temperature." + section)
              .hj212((upper ? "i3331" : "i3332") + place)
              .noise(1)
              .digit(0.1));
    }
    table.add(
        sensor(
                point + "temperature",
                zh + "炉膛温度5分钟均值" + en + "temperature, 5-min mean",
                "Cel",
                0,
                1_400,
                (IncineratorModel m) -> m.furnaces.get(index).fiveMinuteMean())
            .on(device)
            .quantity("furnace.temperature")
            .hj212("a01901")
            .every(10)
            .noise(0)
            .digit(0.1));
    table.add(
        sensor(
                point + "feed",
                zh + "给料量" + en + "feed",
                "t/h",
                0,
                30,
                (IncineratorModel m) -> m.furnaces.get(index).feed())
            .on(device)
            .quantity("furnace.feed"));
    table.add(
        sensor(
                point + "air.primary",
                zh + "一次风量" + en + "primary air",
                "m3/h",
                0,
                80_000,
                (IncineratorModel m) -> m.furnaces.get(index).primaryAir())
            .on(device)
            .quantity("furnace.air.primary")
            .every(1));
    table.add(
        sensor(
                point + "air.secondary",
                zh + "二次风量" + en + "secondary air",
                "m3/h",
                0,
                50_000,
                (IncineratorModel m) -> m.furnaces.get(index).secondaryAir())
            .on(device)
            .quantity("furnace.air.secondary")
            .every(1));
    table.add(
        sensor(
                point + "burner",
                zh + "辅助燃烧器功率" + en + "auxiliary burner",
                "MW",
                0,
                30,
                (IncineratorModel m) -> m.furnaces.get(index).burner())
            .on(device)
            .quantity("furnace.burner")
            .noise(0));
    table.add(
        sensor(
                point + "o2",
                zh + "锅炉出口氧量" + en + "boiler outlet O2",
                "%",
                0,
                25,
                (IncineratorModel m) -> m.furnaces.get(index).oxygen())
            .on(device)
            .quantity("boiler.o2"));
    table.add(
        sensor(
                point + "steam",
                zh + "蒸汽流量" + en + "steam flow",
                "t/h",
                0,
                70,
                (IncineratorModel m) -> m.furnaces.get(index).steam())
            .on(device)
            .quantity("steam.flow")
            .every(1));
  }

  private static void line(List<Gauge<IncineratorModel>> table, int number) {
    String device = "gas-line-" + number;
    String point = "line" + number + ".";
    String zh = number + "#线";
    String en = "|Line " + number + " ";
    int index = number - 1;
    table.add(
        analyser(
                point + "o2",
                zh + "烟气氧量" + en + "stack O2",
                "%",
                0,
                25,
                (IncineratorModel m) -> m.cleanings.get(index).oxygen())
            .on(device)
            .quantity("stack.o2")
            .hj212("a19001")
            .every(5)
            .within(point + "cems")
            .noise(0)
            .digit(0.001));
    for (Pollutant one : POLLUTANTS) {
      table.add(
          analyser(
                  point + one.point(),
                  zh + one.zh() + "（实测）" + en + one.en() + ", dry",
                  "mg/m3",
                  0,
                  one.top(),
                  (IncineratorModel m) -> dry(m, index, one))
              .on(device)
              .quantity("stack." + one.point() + ".dry")
              .hj212(one.hj212())
              .within(point + "cems")
              .every(5)
              .noise(0)
              .digit(0.001));
      table.add(
          analyser(
                  point + one.point() + "-zs",
                  zh + one.zh() + "（折算）" + en + one.en() + " at 11 % O2",
                  "mg/m3",
                  0,
                  2 * one.top(),
                  (IncineratorModel m) ->
                      FlueGas.converted(dry(m, index, one), m.cleanings.get(index).oxygen()))
              .on(device)
              .quantity("stack." + one.point())
              .hj212(one.hj212())
              .within(point + "cems")
              .every(5)
              .noise(0)
              .digit(0.001));
    }
    table.add(
        sensor(
                point + "bag.dp",
                zh + "布袋压差" + en + "bag filter pressure drop",
                "Pa",
                -500,
                5_000,
                (IncineratorModel m) -> m.cleanings.get(index).bagFilterPressure())
            .on(device)
            .quantity("bag-filter.dp"));
    table.add(
        sensor(
                point + "urea",
                zh + "SNCR尿素流量" + en + "SNCR urea",
                "kg/h",
                0,
                400,
                (IncineratorModel m) -> m.cleanings.get(index).urea())
            .on(device)
            .quantity("sncr.urea"));
    table.add(
        sensor(
                point + "lime",
                zh + "石灰投加量" + en + "lime",
                "kg/h",
                0,
                2_000,
                (IncineratorModel m) -> m.cleanings.get(index).lime())
            .on(device)
            .quantity("lime.feed"));
    table.add(
        sensor(
                point + "carbon",
                zh + "活性炭投加量" + en + "activated carbon",
                "kg/h",
                0,
                50,
                (IncineratorModel m) -> m.cleanings.get(index).carbon())
            .on(device)
            .quantity("carbon.feed"));
  }

  private static double dry(IncineratorModel model, int index, Pollutant pollutant) {
    GasCleaning cleaning = model.cleanings.get(index);
    return FlueGas.measured(pollutant.truth().applyAsDouble(cleaning), cleaning.oxygen());
  }

  private static void shared(List<Gauge<IncineratorModel>> table) {
    table.addAll(
        List.of(
            sensor(
                    "stack.temperature",
                    "烟囱烟气温度|Stack temperature",
                    "Cel",
                    0,
                    300,
                    IncineratorModel::stackTemperature)
                .on("stack")
                .hj212("a01012"),
            sensor(
                    "stack.pressure",
                    "烟气静压|Stack pressure",
                    "kPa",
                    -10,
                    10,
                    IncineratorModel::stackPressure)
                .on("stack")
                .hj212("a01013")
                .noise(0.002)
                .digit(0.001),
            sensor(
                    "stack.humidity",
                    "烟气湿度|Stack humidity",
                    "%",
                    0,
                    60,
                    IncineratorModel::stackMoisture)
                .on("stack")
                .hj212("a01014"),
            sensor(
                    "stack.velocity",
                    "烟气流速|Stack velocity",
                    "m/s",
                    0,
                    40,
                    IncineratorModel::stackVelocity)
                .on("stack")
                .hj212("a01011"),
            sensor(
                    "stack.flow",
                    "标干烟气流量|Stack flow, dry standard",
                    "m3/s",
                    0,
                    80,
                    IncineratorModel::stackFlow)
                .on("stack")
                .hj212("a00000"),
            sensor(
                    "steam.pressure",
                    "主蒸汽压力|Main steam pressure",
                    "MPa",
                    0,
                    6,
                    IncineratorModel::steamPressure)
                .on("turbine")
                .every(1),
            sensor(
                    "steam.temperature",
                    "主蒸汽温度|Main steam temperature",
                    "Cel",
                    0,
                    500,
                    IncineratorModel::steamTemperature)
                .on("turbine"),
            sensor("turbine.power", "发电功率|Turbine power", "MW", 0, 30, IncineratorModel::power)
                .on("turbine")
                .every(1),
            sensor("site.power", "厂用电功率|Own use", "MW", 0, 6, IncineratorModel::ownPower)
                .on("turbine")
                .every(1),
            register("grid.energy", "上网电量|Energy to grid", "MW.h", IncineratorModel::exported)
                .on("turbine"),
            register("site.energy", "厂用电量|Energy of own use", "MW.h", IncineratorModel::own)
                .on("turbine")
                .hj212("i33201"),
            sensor("crane.grab", "抓斗单次投料量|Last crane grab", "t", 0, 15, IncineratorModel::lastGrab)
                .on("bunker")
                .every(10)
                .noise(0)
                .digit(0.01),
            register("crane.mass", "累计投料量|Crane-fed mass", "t", IncineratorModel::craneTotal)
                .on("bunker"),
            sensor("bunker.mass", "垃圾池存量|Bunker stock", "t", 0, 15_000, IncineratorModel::bunker)
                .on("bunker")
                .every(60),
            sensor(
                    "leachate.flow",
                    "渗滤液流量|Leachate flow",
                    "m3/h",
                    0,
                    30,
                    IncineratorModel::leachate)
                .on("bunker"),
            sensor("slag.rate", "炉渣产量|Slag", "t/d", 0, 400, IncineratorModel::slag)
                .on("residues")
                .every(60),
            sensor("flyash.rate", "飞灰产量|Fly ash", "t/d", 0, 100, IncineratorModel::flyAsh)
                .on("residues")
                .every(60)));
  }
}
